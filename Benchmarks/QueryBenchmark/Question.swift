import DICOMCore

/// Study-level queries of a workstation, with the fourteen return keys of a study list.
enum Question: String, CaseIterable {
    case patientID = "PatientID"
    case studyInstanceUID = "StudyInstanceUID"
    case accessionNumber = "AccessionNumber"
    case patientName = "PatientName prefix*"
    case day = "StudyDate one day"
    case week = "StudyDate 7 days"
    case reportsOfDay = "one day, ModalitiesInStudy SR"
    case nothing = "no match"

    private static let shown: [(Tag, VR)] = [
        (.studyDate, .date), (.studyTime, .time), (.accessionNumber, .shortString), (.modalitiesInStudy, .codeString),
        (.referringPhysicianName, .personName), (.studyDescription, .longString), (.patientName, .personName),
        (.patientID, .longString), (.patientBirthDate, .date), (.patientSex, .codeString),
        (.studyInstanceUID, .uniqueIdentifier), (.studyID, .shortString),
        (.numberOfStudyRelatedSeries, .integerString), (.numberOfStudyRelatedInstances, .integerString),
    ]

    /// The request's identifier in Implicit VR Little Endian.
    func identifier(about study: BenchmarkStudy) -> [UInt8] {
        let told: [Tag: String] =
            switch self {
            case .patientID: [.patientID: study.patientID]
            case .studyInstanceUID: [.studyInstanceUID: study.studyInstanceUID]
            case .accessionNumber: [.accessionNumber: study.accessionNumber]
            case .patientName: [.patientName: "\(study.familyName)*"]
            case .day: [.studyDate: study.studyDate]
            case .week: [.studyDate: "\(study.studyDate)-\(study.date(plus: 6))"]
            case .reportsOfDay: [.studyDate: study.studyDate, .modalitiesInStudy: "SR"]
            case .nothing: [.patientID: "NOBODY\(study.number)"]
            }
        var writer = DataSetWriter(.implicitLittleEndian)
        var keys = Self.shown.map { ($0.0, $0.1, told[$0.0] ?? "") } + [(.queryRetrieveLevel, .codeString, "STUDY")]
        keys.sort { $0.0 < $1.0 }
        for (tag, representation, value) in keys { writer.append(tag, representation, value) }
        return writer.bytes
    }
}
