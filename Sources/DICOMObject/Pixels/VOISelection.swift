import DICOMCore

/// The VOI transformation that an image is displayed with: its first VOI LUT that can be meant, else its first such window,
/// else the range of its values (PS3.3 C.11.2).
///
/// A client may ask for another window, which is used without these checks.
///
/// A table takes precedence because it is the curve the device rendered with; a window beside it is only its linear
/// approximation. Each is looked at before it is used: `GreyRule`.
struct VOISelection {
    let transform: VOITransform
    /// In words, for the reader of the draft.
    let applied: String
    /// The image's own tables and windows, whether or not they were tried.
    let candidates: [Candidate]
    /// Index of the candidate in use; nil for the range of the values or a requested window.
    private(set) var chosen: Int?

    /// - Parameters:
    ///   - signed: whether the modality values may be negative.
    ///   - film: the modality values of the image; not empty.
    init(_ attributes: inout DisplayAttributes, signed: Bool, film: FilmValues, range: ClosedRange<Double>) {
        // Whether the film was meant to be displayed in another way. A sequence of another VR, and what occurs twice, is
        // already left out of the data set, and has its notice.
        let file = attributes.item.file
        let ways = [DisplayAttribute.voiLUTSequence, .windowCenter, .windowWidth].map(\.tag)
        var isSubstitute = file.passedOver.contains(ways[0]) || ways.contains { file.repeated.contains($0) }
        var candidates = Self.tables(&attributes, signed: signed)
        if candidates.isEmpty, attributes.has(.voiLUTSequence) { isSubstitute = true }
        candidates += Self.windows(&attributes)
        self.candidates = candidates
        for (index, candidate) in candidates.enumerated() {
            do throws(PassedOver) {
                let transform = try candidate.transform()
                try GreyRule.requirePicture(film.greyShare { transform($0) }, isSubstitute: isSubstitute)
                (self.transform, applied, chosen) = (transform, candidate.name, index)
                return
            } catch {
                let name = candidate.name.prefix(1).uppercased() + candidate.name.dropFirst()
                attributes.note("\(name) was passed over: \(error.reason)")
                isSubstitute = true
            }
        }
        transform = .range(range)
        applied = "range of the values, \(range.lowerBound.plainText) to \(range.upperBound.plainText)"
    }

    /// Uses a requested window.
    init(_ window: VOIWindow) {
        transform = VOITransform(window)
        candidates = []
        applied = "the window asked for (\(Self.words(window.center, window.width, window.function)))"
    }

    private static func words(_ center: Double, _ width: Double, _ function: VOIWindow.Function) -> String {
        let curve = function == .linear ? "" : "\(function.rawValue), "
        return "\(curve)center \(center.plainText), width \(width.plainText)"
    }

    struct Candidate {
        let name: String
        /// The device's explanation, such as NORMAL or HARDER.
        var explanation: String?
        let transform: () throws(PassedOver) -> VOITransform
    }

    /// As many tables are looked at as values of a window.
    private static let limit = 16

    private static func tables(_ attributes: inout DisplayAttributes, signed: Bool) -> [Candidate] {
        let sequence = DisplayAttribute.voiLUTSequence
        let items = attributes.item.items(sequence.tag, limit: Self.limit)
        if items.isEmpty, attributes.has(sequence) {
            attributes.note("\(sequence) is \(attributes.met(sequence)) and was passed over")
        }
        return items.enumerated().map { index, item in
            Candidate(name: "VOI LUT \(index + 1)", explanation: item.string(Tag(0x0028, 0x3003))) {
                () throws(PassedOver) in
                .table(try LookUpTable(item, signed: signed))
            }
        }
    }

    private static func windows(_ attributes: inout DisplayAttributes) -> [Candidate] {
        let centers = attributes.numbers(.windowCenter)
        let widths = attributes.numbers(.windowWidth)
        if centers.isEmpty != widths.isEmpty {
            let (there, missing) =
                widths.isEmpty
                ? (DisplayAttribute.windowCenter, DisplayAttribute.windowWidth) : (.windowWidth, .windowCenter)
            attributes.note("\(there) was passed over: \(missing) is \(attributes.met(missing))")
        }
        guard !centers.isEmpty, !widths.isEmpty else { return [] }
        let function = Self.function(&attributes)
        let explanations = attributes.item.string(Tag(0x0028, 0x1055))?.split(
            separator: "\\", omittingEmptySubsequences: false)
        let (center, width) = (attributes.met(.windowCenter), attributes.met(.windowWidth))
        return (0..<max(centers.count, widths.count)).map { index in
            guard centers.indices.contains(index), widths.indices.contains(index), let center = centers[index],
                let width = widths[index]
            else {
                return Candidate(name: "window \(index + 1)") { () throws(PassedOver) in
                    throw PassedOver(
                        reason:
                            "\(DisplayAttribute.windowCenter) is \(center), \(DisplayAttribute.windowWidth) is \(width)"
                    )
                }
            }
            let window = VOIWindow(center: center, width: width, function: function)
            let name = "window \(index + 1) (\(Self.words(center, width, function)))"
            let explanation = explanations.flatMap { $0.indices.contains(index) ? String($0[index]) : nil }
            return Candidate(name: name, explanation: explanation) { () throws(PassedOver) in
                guard let window else { throw PassedOver(reason: "a window must be wider") }
                return VOITransform(window)
            }
        }
    }

    /// VOI LUT Function (0028,1056); LINEAR if it is missing or has no known value.
    private static func function(_ attributes: inout DisplayAttributes) -> VOIWindow.Function {
        let attribute = DisplayAttribute.voiLUTFunction
        guard attributes.has(attribute) else { return .linear }
        let known = attributes.term(attribute, among: VOIWindow.Function.allCases.map(\.rawValue))
        if let function = known.flatMap(VOIWindow.Function.init) { return function }
        attributes.note("\(attribute) is \(attributes.met(attribute)), which cannot be meant; LINEAR was used")
        return .linear
    }
}
