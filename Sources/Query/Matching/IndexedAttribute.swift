/// An attribute that can be queried. Its raw value is the name of its column, if it has one.
package enum IndexedAttribute: String, CaseIterable, Sendable {
    case patientID, issuerOfPatientID, patientName, patientBirthDate, patientSex
    case numberOfPatientRelatedStudies, numberOfPatientRelatedSeries, numberOfPatientRelatedInstances
    case studyInstanceUID, accessionNumber, studyID, studyDate, studyTime, studyDescription, referringPhysicianName
    case modalitiesInStudy, sopClassesInStudy, numberOfStudyRelatedSeries, numberOfStudyRelatedInstances
    case seriesInstanceUID, modality, seriesNumber, seriesDescription, seriesDate, seriesTime, bodyPartExamined
    case requestedProcedureID, scheduledProcedureStepID, numberOfSeriesRelatedInstances
    case sopInstanceUID, sopClassUID, transferSyntaxUID, instanceNumber, rows, columns, numberOfFrames
    case contentDate, contentTime, completionFlag, verificationFlag
    case conceptNameCodeValue, conceptNameCodingScheme, conceptNameCodeMeaning
    case verifyingObserverName, verificationDateTime, referencedAccessionNumber, referencedRequestedProcedureID

    /// Query/Retrieve Level of the attribute (PS3.4 C.6.1.1).
    package var level: QueryLevel {
        switch self {
        case .patientID, .issuerOfPatientID, .patientName, .patientBirthDate, .patientSex,
            .numberOfPatientRelatedStudies, .numberOfPatientRelatedSeries, .numberOfPatientRelatedInstances:
            .patient
        case .studyInstanceUID, .accessionNumber, .studyID, .studyDate, .studyTime, .studyDescription,
            .referringPhysicianName, .modalitiesInStudy, .sopClassesInStudy, .numberOfStudyRelatedSeries,
            .numberOfStudyRelatedInstances:
            .study
        case .seriesInstanceUID, .modality, .seriesNumber, .seriesDescription, .seriesDate, .seriesTime,
            .bodyPartExamined, .requestedProcedureID, .scheduledProcedureStepID, .numberOfSeriesRelatedInstances:
            .series
        case .sopInstanceUID, .sopClassUID, .transferSyntaxUID, .instanceNumber, .rows, .columns, .numberOfFrames,
            .contentDate, .contentTime, .completionFlag, .verificationFlag, .conceptNameCodeValue,
            .conceptNameCodingScheme, .conceptNameCodeMeaning, .verifyingObserverName, .verificationDateTime,
            .referencedAccessionNumber, .referencedRequestedProcedureID:
            .image
        }
    }

    /// Whether the value is a person name, whose component groups have their own columns for matching.
    package var isPersonName: Bool {
        [.patientName, .referringPhysicianName, .verifyingObserverName].contains(self)
    }

    /// Whether an index can answer a condition on it that fixes the beginning of the value.
    var isIndexed: Bool {
        switch self {
        case .patientID, .patientName, .studyInstanceUID, .accessionNumber, .studyDate, .seriesInstanceUID,
            .sopInstanceUID:
            true
        default: false
        }
    }

    /// SQL expression of the value.
    var expression: String {
        switch self {
        case .numberOfPatientRelatedStudies: "(SELECT count(*) FROM \(Self.studiesOfPatient))"
        case .numberOfPatientRelatedSeries:
            "(SELECT count(*) FROM series AS part WHERE part.studyRow IN (SELECT own.id FROM \(Self.studiesOfPatient)))"
        case .numberOfPatientRelatedInstances:
            """
            (SELECT count(*) FROM series AS part JOIN instance AS object ON object.seriesRow = part.id
                WHERE part.studyRow IN (SELECT own.id FROM \(Self.studiesOfPatient)))
            """
        case .modalitiesInStudy:
            """
            (SELECT group_concat(modality, '\\') FROM
                (SELECT DISTINCT modality FROM series AS part WHERE part.studyRow = study.id ORDER BY modality))
            """
        case .sopClassesInStudy:
            """
            (SELECT group_concat(sopClassUID, '\\') FROM (SELECT DISTINCT object.sopClassUID FROM series AS part
                JOIN instance AS object ON object.seriesRow = part.id WHERE part.studyRow = study.id
                ORDER BY object.sopClassUID))
            """
        case .numberOfStudyRelatedSeries: "(SELECT count(*) FROM series AS part WHERE part.studyRow = study.id)"
        case .numberOfStudyRelatedInstances:
            """
            (SELECT count(*) FROM series AS part JOIN instance AS object ON object.seriesRow = part.id
                WHERE part.studyRow = study.id)
            """
        case .bodyPartExamined:
            """
            (SELECT object.bodyPartExamined FROM instance AS object WHERE object.seriesRow = series.id
                AND object.bodyPartExamined IS NOT NULL ORDER BY object.id LIMIT 1)
            """
        case .numberOfSeriesRelatedInstances:
            "(SELECT count(*) FROM instance AS object WHERE object.seriesRow = series.id)"
        default: "\(level.table).\(rawValue)"
        }
    }

    /// A patient is identified by ID and issuer; a study without a patient ID counts as a patient of its own.
    private static let studiesOfPatient = """
        study AS own WHERE own.id = study.id
            OR own.patientID = study.patientID AND own.issuerOfPatientID IS study.issuerOfPatientID
        """
}
