extension InstanceHeader {
    /// The attributes of class, study, series and patient in which two objects of one SOP Instance UID differ. If
    /// neither has a Patient ID, name and birth date identify the patient.
    package func identity(differingFrom other: InstanceHeader) -> [Tag] {
        var differing = Self.uids.filter { self[keyPath: $0.value] != other[keyPath: $0.value] }.map(\.tag)
        let patient = patientID == nil && other.patientID == nil ? Self.namedPatient : Self.numberedPatient
        differing += patient.filter { self[keyPath: $0.value] != other[keyPath: $0.value] }.map(\.tag)
        return differing
    }

    /// The other attributes that the work list keeps in which the objects differ.
    package func description(differingFrom other: InstanceHeader) -> [Tag] {
        Self.described.filter { self[keyPath: $0.value] != other[keyPath: $0.value] }.map(\.tag)
    }

    private static let uids: [(tag: Tag, value: any KeyPath<InstanceHeader, String> & Sendable)] = [
        (.sopClassUID, \.sopClassUID), (.studyInstanceUID, \.studyInstanceUID),
        (.seriesInstanceUID, \.seriesInstanceUID),
    ]

    private static let numberedPatient: [(tag: Tag, value: any KeyPath<InstanceHeader, String?> & Sendable)] = [
        (.patientID, \.patientID), (.issuerOfPatientID, \.issuerOfPatientID),
    ]

    private static let namedPatient: [(tag: Tag, value: any KeyPath<InstanceHeader, String?> & Sendable)] = [
        (.patientName, \.patientName), (.patientBirthDate, \.patientBirthDate),
    ]

    private static let described: [(tag: Tag, value: any KeyPath<InstanceHeader, String?> & Sendable)] = [
        (.patientName, \.patientName), (.patientBirthDate, \.patientBirthDate), (.patientSex, \.patientSex),
        (.accessionNumber, \.accessionNumber), (.studyID, \.studyID), (.studyDate, \.studyDate),
        (.studyTime, \.studyTime), (.studyDescription, \.studyDescription),
        (.referringPhysicianName, \.referringPhysicianName), (.modality, \.modality),
        (.seriesDescription, \.seriesDescription), (.bodyPartExamined, \.bodyPartExamined),
        (.viewPosition, \.viewPosition), (.protocolName, \.protocolName), (.imageType, \.imageType),
    ]
}
