/// The attributes that must not occur with two values (PS3.5 7.1): one of the values may come from a damaged sequence.
extension Tag {
    /// The patient. Both attributes must be present, and may be empty (PS3.3 C.7.1.1).
    static let owner: [Tag] = [.patientName, .patientID]

    private static let identifying: Set<Tag> = [
        .patientName, .patientID, .issuerOfPatientID, .patientBirthDate, .patientSex, .studyInstanceUID,
        .seriesInstanceUID, .sopInstanceUID,
    ]

    /// Whether the attribute identifies the patient or the image, or affects how the pixels are displayed: groups 0028
    /// (Image Pixel, look-up tables and windows) and 2050 (Presentation LUT).
    var isDecisive: Bool { Tag.identifying.contains(self) || group == 0x0028 || group == 0x2050 }
}
