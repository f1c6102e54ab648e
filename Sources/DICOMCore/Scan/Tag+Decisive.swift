/// The attributes that must not occur with two values (PS3.5 7.1): one of the values may come from a damaged sequence.
extension Tag {
    /// The patient. Both attributes must be present, and may be empty (PS3.3 C.7.1.1).
    static let owner: [Tag] = [.patientName, .patientID]

    private static let identifying: Set<Tag> = [
        .patientName, .patientID, .issuerOfPatientID, .patientBirthDate, .patientSex, .studyInstanceUID,
        .seriesInstanceUID, .sopInstanceUID,
    ]

    /// Elements of group 0028 without which the samples are not known: Samples per Pixel, Photometric Interpretation, Planar
    /// Configuration, Rows, Columns, Bits Allocated, Pixel Representation, and the palettes.
    private static let samples: Set<UInt16> = [
        0x0002, 0x0004, 0x0006, 0x0010, 0x0011, 0x0100, 0x0103, 0x1101, 0x1102, 0x1103, 0x1201, 0x1202, 0x1203,
    ]

    /// Whether the attribute identifies the patient or the image, or says what the samples are.
    var isDecisive: Bool { Tag.identifying.contains(self) || (group == 0x0028 && Tag.samples.contains(element)) }

    /// Whether the attribute only says how the samples are displayed: the rest of groups 0028 (look-up tables and windows)
    /// and 2050 (Presentation LUT). If it has two values, neither can be used.
    var isOfDisplay: Bool { (group == 0x0028 || group == 0x2050) && !isDecisive }
}
