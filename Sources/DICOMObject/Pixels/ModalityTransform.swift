import DICOMCore

/// Maps stored values to modality values: optical density, Hounsfield units (PS3.3 C.11.1).
enum ModalityTransform {
    case rescale(slope: Double, intercept: Double)
    case table(LookUpTable)

    /// Neither table nor slope: the stored values themselves.
    static let identity = ModalityTransform.rescale(slope: 1, intercept: 0)

    /// Prefers a Modality LUT Sequence (0028,3000) to Rescale Slope (0028,1053) and Intercept (0028,1052): an object
    /// may have only one of the two, and if it has both, the slope is a leftover default.
    ///
    /// What cannot be meant is passed over in this order: the table, the slope with its intercept, nothing at all. So is
    /// a transform that leaves hardly any of the film's differences.
    init(_ attributes: inout DisplayAttributes, layout: PixelLayout, stored: FilmValues) {
        let sequence = DisplayAttribute.modalityLUTSequence
        if let first = attributes.item.items(sequence.tag, limit: 1).first {
            do throws(PassedOver) {
                let table = try LookUpTable(first, signed: layout.isSigned)
                try Self.requireContrast(of: stored, through: table)
                self = .table(table)
                return
            } catch {
                attributes.note("The Modality LUT was passed over: \(error.reason)")
            }
        } else if attributes.has(sequence) {
            attributes.note("\(sequence) is \(attributes.met(sequence)) and was passed over")
        }
        self = Self.rescale(&attributes, stored: stored) ?? .identity
    }

    func callAsFunction(_ number: Double) -> Double {
        switch self {
        case .rescale(let slope, let intercept): number * slope + intercept
        case .table(let table): table.entry(for: number)
        }
    }

    /// Whether the output may be negative.
    func isSigned(layout: PixelLayout) -> Bool {
        switch self {
        case .rescale(let slope, let intercept): layout.isSigned || slope < 0 || intercept < 0
        case .table: false
        }
    }

    private static func rescale(_ attributes: inout DisplayAttributes, stored: FilmValues) -> ModalityTransform? {
        let slope = attributes.number(.rescaleSlope) ?? 1
        let intercept = attributes.number(.rescaleIntercept) ?? 0
        if let slope, let intercept, slope != 0, isOneToOne(stored, slope: slope, intercept: intercept) {
            return .rescale(slope: slope, intercept: intercept)
        }
        let isIntercept = intercept == nil
        let isSlope = slope.map { $0 == 0 } ?? true
        let wrong: [DisplayAttribute] =
            isIntercept == isSlope
            ? [.rescaleSlope, .rescaleIntercept] : isSlope ? [.rescaleSlope] : [.rescaleIntercept]
        let values = wrong.map { "\($0) is \(attributes.met($0))" }.joined(separator: " and ")
        attributes.note("\(values), which cannot be meant; the stored values were not rescaled")
        return nil
    }

    /// Whether the film's lowest and highest values are still finite and a finite number apart; the others lie between
    /// them.
    private static func isOneToOne(_ stored: FilmValues, slope: Double, intercept: Double) -> Bool {
        guard let range = stored.range else { return true }
        let ends = [range.lowerBound, range.upperBound].map { $0 * slope + intercept }
        let width = abs(ends[1] - ends[0])
        return ends.allSatisfy(\.isFinite) && width.isFinite && (width > 0 || range.lowerBound == range.upperBound)
    }

    private static func requireContrast(of stored: FilmValues, through table: LookUpTable) throws(PassedOver) {
        guard let range = stored.mapped(table.entry)?.range else { return }
        let voi = VOITransform.range(range)
        try GreyRule.requirePicture(stored.greyShare { voi(table.entry(for: $0)) }, least: GreyRule.leastOfModality)
    }
}
