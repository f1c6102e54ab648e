import DICOMCore

/// Attributes whose values are counted or collected by each query (PS3.4 C.6.1.1, C.3.4).
extension IndexedAttribute {
    package static let numberOfPatientRelatedStudies = count(
        "NumberOfPatientRelatedStudies", .numberOfPatientRelatedStudies, .patient,
        "(SELECT count(*) FROM \(studiesOfPatient))")
    package static let numberOfPatientRelatedSeries = count(
        "NumberOfPatientRelatedSeries", .numberOfPatientRelatedSeries, .patient,
        series(ofStudies: "IN (SELECT own.id FROM \(studiesOfPatient))"))
    package static let numberOfPatientRelatedInstances = count(
        "NumberOfPatientRelatedInstances", .numberOfPatientRelatedInstances, .patient,
        instances(ofStudies: "IN (SELECT own.id FROM \(studiesOfPatient))"))
    package static let modalitiesInStudy = IndexedAttribute(
        "ModalitiesInStudy", .modalitiesInStudy, .codeString, .study,
        from: .computed(
            """
            (SELECT group_concat(modality, '\\') FROM
                (SELECT DISTINCT modality FROM series AS part WHERE part.studyRow = study.id
                    AND NOT part.isWithdrawn ORDER BY modality))
            """))
    package static let sopClassesInStudy = IndexedAttribute(
        "SOPClassesInStudy", .sopClassesInStudy, .uniqueIdentifier, .study,
        from: .computed(
            """
            (SELECT group_concat(sopClassUID, '\\') FROM (SELECT DISTINCT object.sopClassUID FROM series AS part
                JOIN instance AS object ON object.seriesRow = part.id WHERE part.studyRow = study.id
                AND NOT object.isWithdrawn ORDER BY object.sopClassUID))
            """))
    package static let numberOfStudyRelatedSeries = count(
        "NumberOfStudyRelatedSeries", .numberOfStudyRelatedSeries, .study,
        series(ofStudies: "= study.id"))
    package static let numberOfStudyRelatedInstances = count(
        "NumberOfStudyRelatedInstances", .numberOfStudyRelatedInstances, .study,
        instances(ofStudies: "= study.id"))
    package static let numberOfSeriesRelatedInstances = count(
        "NumberOfSeriesRelatedInstances", .numberOfSeriesRelatedInstances, .series,
        "(SELECT count(*) FROM instance AS object WHERE object.seriesRow = series.id AND NOT object.isWithdrawn)")

    private static func count(_ keyword: String, _ tag: Tag, _ level: QueryLevel, _ sql: String) -> IndexedAttribute {
        IndexedAttribute(keyword, tag, .integerString, level, from: .computed(sql))
    }

    private static func series(ofStudies condition: String) -> String {
        "(SELECT count(*) FROM series AS part WHERE part.studyRow \(condition) AND NOT part.isWithdrawn)"
    }

    private static func instances(ofStudies condition: String) -> String {
        """
        (SELECT count(*) FROM series AS part JOIN instance AS object ON object.seriesRow = part.id
            WHERE part.studyRow \(condition) AND NOT object.isWithdrawn)
        """
    }

    /// A patient is identified by ID and issuer; a study without a patient ID counts as a patient of its own.
    private static let studiesOfPatient = """
        study AS own WHERE own.id = study.id
            OR own.patientID = study.patientID AND own.issuerOfPatientID IS study.issuerOfPatientID
        """
}
