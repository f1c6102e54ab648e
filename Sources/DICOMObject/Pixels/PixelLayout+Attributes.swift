import DICOMCore

extension PixelLayout {
    /// A number without which the pixels cannot be found; if it is missing, what nearly every image has.
    static func indispensable(
        _ attribute: DisplayAttribute, of attributes: inout DisplayAttributes, among allowed: [Int],
        otherwise fallback: Int
    ) throws(DICOMObjectError) -> Int {
        guard attributes.has(attribute) else {
            attributes.note("\(attribute) is missing; \(fallback) was used")
            return fallback
        }
        guard let number = attributes.item.integer(attribute.tag), allowed.contains(number) else {
            let readable = allowed.map(String.init).joined(separator: ", ")
            throw .unsupportedPixels(reason: "\(attribute) is \(attributes.met(attribute)); \(readable) can be read")
        }
        return number
    }

    /// Bits Stored and High Bit: either may be wrong; if both are, every allocated bit counts.
    static func storedBits(
        of attributes: inout DisplayAttributes, allocated: Int
    ) -> (stored: Int, highBit: Int) {
        let highest = attributes.number(.highBit).flatMap(\.self).flatMap { Int(exactly: $0) }
        let byHighBit = highest.flatMap { (0..<allocated).contains($0) ? $0 + 1 : nil }
        let stored = attributes.integer(.bitsStored, in: 1...allocated, otherwise: byHighBit ?? allocated)
        let highBit = attributes.integer(.highBit, in: stored - 1...allocated - 1, otherwise: stored - 1)
        return (stored, highBit)
    }

    /// Number of Frames (0028,0008); only the first is read.
    static func frames(of attributes: inout DisplayAttributes) -> Int {
        let frames = attributes.integer(.numberOfFrames, in: 1...Int(Int32.max), otherwise: 1, isRequired: false)
        if frames > 1 { attributes.note(onlyFirst(of: frames)) }
        return frames
    }

    static func onlyFirst(of frames: Int) -> String { "Only the first of \(frames) frames was read" }

    /// Photometric Interpretation (0028,0004) as far as it agrees with the number of samples (PS3.3 C.7.6.3.1.2): one
    /// sample is a brightness, unless there is a palette for it; three are colours. Throws if it names two.
    static func photometricInterpretation(
        of attributes: inout DisplayAttributes, samples: Int
    ) throws(DICOMObjectError) -> String {
        let attribute = DisplayAttribute.photometricInterpretation
        let values = attributes.item.string(attribute.tag)?.uppercased().split(separator: "\\")
            .map { $0.filter { !$0.isWhitespace } }
        guard Set(values ?? []).count <= 1 else {
            throw .inconsistent(reason: "\(attribute) is \(attributes.met(attribute)), of which only one can be true")
        }
        var meant = attributes.term(attribute, among: samples == 1 ? brightness : colours)
        if meant == nil, samples == 1, let named = namedBrightness(of: attributes) {
            attributes.note("\(attribute) is \(attributes.met(attribute)); it was read as \(named)")
            meant = named
        }
        let hasPalette = attributes.item.element(Tag(0x0028, 0x1101)) != nil
        if let meant, meant != "PALETTE COLOR" || hasPalette { return meant }
        let fallback = samples == 1 ? "MONOCHROME2" : isLossyJPEG(attributes.item.file) ? "YBR_FULL_422" : "RGB"
        attributes.note(
            attributes.has(attribute)
                ? "\(attribute) is \(attributes.met(attribute)), which cannot be meant with \(samples) "
                    + "sample\(samples == 1 ? "" : "s") per pixel; \(fallback) was used"
                : "\(attribute) is missing; \(fallback) was used")
        return fallback
    }

    /// MONOCHROME1 or MONOCHROME2 if one of them is named, also in a spelling of its own such as MONOCHROM1, of which the
    /// ends can mean only one thing.
    static func namedBrightness(of attributes: DisplayAttributes) -> String? {
        var attributes = attributes
        let terms = ["MONOCHROME1", "MONOCHROME2"]
        if let meant = attributes.term(.photometricInterpretation, among: terms) { return meant }
        let text = attributes.item.string(DisplayAttribute.photometricInterpretation.tag)?.uppercased() ?? ""
        guard text.hasPrefix("MONO") else { return nil }
        return terms.first { $0.last == text.last }
    }

    /// Sets the attributes that DCMTK's decoders read to what was understood, in memory only.
    func write(to item: DICOMItem) throws(DICOMObjectError) {
        try item.set(DisplayAttribute.samplesPerPixel.tag, "\(samplesPerPixel)")
        try item.set(DisplayAttribute.photometricInterpretation.tag, photometricInterpretation)
        if samplesPerPixel > 1 { try item.set(DisplayAttribute.planarConfiguration.tag, isPlanar ? "1" : "0") }
        try item.set(DisplayAttribute.numberOfFrames.tag, "\(frames)")
        try item.set(DisplayAttribute.bitsAllocated.tag, "\(8 * bytesPerSample)")
        try item.set(DisplayAttribute.bitsStored.tag, "\(wide?.bitsStored ?? bitsStored)")
        try item.set(DisplayAttribute.highBit.tag, "\(wide?.highBit ?? highBit)")
        try item.set(DisplayAttribute.pixelRepresentation.tag, isSigned ? "1" : "0")
    }

    private static let brightness = ["MONOCHROME1", "MONOCHROME2", "PALETTE COLOR"]
    private static let colours = [
        "RGB", "YBR_FULL", "YBR_FULL_422", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "HSV", "CMYK",
        "ARGB",
    ]

    /// The transfer syntaxes whose colours are luminance and chrominance in practice.
    private static func isLossyJPEG(_ file: DICOMFile) -> Bool {
        ["1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51"].contains(file.transferSyntaxUID)
    }
}
