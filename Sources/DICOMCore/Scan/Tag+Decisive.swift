/// The attributes of which a data set must have one value (PS3.5 7.1): with two, one may be that of a damaged sequence.
extension Tag {
    /// Whose film it is. Both must be there, if only empty (PS3.3 C.7.1.1).
    static let owner: [Tag] = [.patientName, .patientID]

    private static let identifying: Set<Tag> = [
        .patientName, .patientID, .issuerOfPatientID, .patientBirthDate, .patientSex, .studyInstanceUID,
        .seriesInstanceUID, .sopInstanceUID,
    ]

    /// Whether the attribute says whose film it is or how its pixels are to be shown: groups 0028 (Image Pixel, look-up
    /// tables and windows) and 2050 (Presentation LUT).
    var isDecisive: Bool { Tag.identifying.contains(self) || group == 0x0028 || group == 0x2050 }
}
