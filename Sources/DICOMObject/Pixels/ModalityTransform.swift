import DICOMCore

/// Maps stored values to modality values: optical density, Hounsfield units (PS3.3 C.11.1).
enum ModalityTransform {
    case rescale(slope: Double, intercept: Double)
    case table(LookUpTable)

    /// Prefers a Modality LUT Sequence (0028,3000) to Rescale Slope (0028,1053) and Intercept (0028,1052): an object
    /// may have only one of the two, and if it has both, the slope is a leftover default.
    init(_ item: DICOMItem, layout: PixelLayout) throws(DICOMObjectError) {
        if let first = item.items(Tag(0x0028, 0x3000)).first {
            self = .table(try LookUpTable(first, signed: layout.isSigned))
            return
        }
        let slope = item.number(Tag(0x0028, 0x1053)) ?? 1
        guard slope != 0 else { throw .inconsistent(reason: "the rescale slope is 0") }
        self = .rescale(slope: slope, intercept: item.number(Tag(0x0028, 0x1052)) ?? 0)
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
}
