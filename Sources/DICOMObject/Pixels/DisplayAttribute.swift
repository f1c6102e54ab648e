import DICOMCore

/// An attribute that says how an image is displayed, and may therefore be wrong without ending the study.
struct DisplayAttribute: CustomStringConvertible {
    let name: String
    let tag: Tag

    private init(_ name: String, _ group: UInt16, _ element: UInt16) {
        self.name = name
        tag = Tag(group, element)
    }

    /// Name and tag: `Window Center (0028,1050)`.
    var description: String { "\(name) \(tag)" }

    static let samplesPerPixel = DisplayAttribute("Samples per Pixel", 0x0028, 0x0002)
    static let photometricInterpretation = DisplayAttribute("Photometric Interpretation", 0x0028, 0x0004)
    static let planarConfiguration = DisplayAttribute("Planar Configuration", 0x0028, 0x0006)
    static let numberOfFrames = DisplayAttribute("Number of Frames", 0x0028, 0x0008)
    static let bitsAllocated = DisplayAttribute("Bits Allocated", 0x0028, 0x0100)
    static let bitsStored = DisplayAttribute("Bits Stored", 0x0028, 0x0101)
    static let highBit = DisplayAttribute("High Bit", 0x0028, 0x0102)
    static let pixelRepresentation = DisplayAttribute("Pixel Representation", 0x0028, 0x0103)
    static let pixelPaddingValue = DisplayAttribute("Pixel Padding Value", 0x0028, 0x0120)
    static let pixelPaddingRangeLimit = DisplayAttribute("Pixel Padding Range Limit", 0x0028, 0x0121)
    static let windowCenter = DisplayAttribute("Window Center", 0x0028, 0x1050)
    static let windowWidth = DisplayAttribute("Window Width", 0x0028, 0x1051)
    static let rescaleIntercept = DisplayAttribute("Rescale Intercept", 0x0028, 0x1052)
    static let rescaleSlope = DisplayAttribute("Rescale Slope", 0x0028, 0x1053)
    static let voiLUTFunction = DisplayAttribute("VOI LUT Function", 0x0028, 0x1056)
    static let modalityLUTSequence = DisplayAttribute("Modality LUT Sequence", 0x0028, 0x3000)
    static let lutDescriptor = DisplayAttribute("LUT Descriptor", 0x0028, 0x3002)
    static let lutData = DisplayAttribute("LUT Data", 0x0028, 0x3006)
    static let voiLUTSequence = DisplayAttribute("VOI LUT Sequence", 0x0028, 0x3010)
    static let presentationLUTShape = DisplayAttribute("Presentation LUT Shape", 0x2050, 0x0020)

    /// Those that a data set may have twice without being refused.
    private static let optional = [
        numberOfFrames, bitsStored, highBit, pixelPaddingValue, pixelPaddingRangeLimit, windowCenter, windowWidth,
        rescaleIntercept, rescaleSlope, voiLUTFunction, modalityLUTSequence, voiLUTSequence, presentationLUTShape,
    ]

    /// Name and tag of one of them; only the tag of any other attribute.
    static func shown(_ tag: Tag) -> String { optional.first { $0.tag == tag }?.description ?? "\(tag)" }
}

/// Why a part of the display is passed over: a clause without a full stop.
struct PassedOver: Error, Equatable {
    let reason: String
}
