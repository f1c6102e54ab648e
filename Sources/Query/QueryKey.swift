package import DICOMCore

/// The Query/Retrieve keys that this node matches and returns (PS3.4 C.6.1.1), and the columns behind them.
package enum QueryKey {
    /// All supported keys.
    package static let attributes: [KeyAttribute: IndexedAttribute] = {
        var attributes: [KeyAttribute: IndexedAttribute] = [:]
        for (tag, attribute) in plain { attributes[KeyAttribute(tag)] = attribute }
        for (sequence, item) in sequences {
            for (tag, attribute) in item { attributes[KeyAttribute(tag, in: sequence)] = attribute }
        }
        return attributes
    }()

    /// All supported sequences, which a scan must look into.
    package static let sequenceTags = Set(sequences.keys)

    private static let plain: [Tag: IndexedAttribute] = [
        .patientName: .patientName, .patientID: .patientID, .issuerOfPatientID: .issuerOfPatientID,
        .patientBirthDate: .patientBirthDate, .patientSex: .patientSex,
        .numberOfPatientRelatedStudies: .numberOfPatientRelatedStudies,
        .numberOfPatientRelatedSeries: .numberOfPatientRelatedSeries,
        .numberOfPatientRelatedInstances: .numberOfPatientRelatedInstances,

        .studyInstanceUID: .studyInstanceUID, .accessionNumber: .accessionNumber, .studyID: .studyID,
        .studyDate: .studyDate, .studyTime: .studyTime, .studyDescription: .studyDescription,
        .referringPhysicianName: .referringPhysicianName, .modalitiesInStudy: .modalitiesInStudy,
        .sopClassesInStudy: .sopClassesInStudy, .numberOfStudyRelatedSeries: .numberOfStudyRelatedSeries,
        .numberOfStudyRelatedInstances: .numberOfStudyRelatedInstances,

        .seriesInstanceUID: .seriesInstanceUID, .modality: .modality, .seriesNumber: .seriesNumber,
        .seriesDescription: .seriesDescription, .seriesDate: .seriesDate, .seriesTime: .seriesTime,
        .bodyPartExamined: .bodyPartExamined, .numberOfSeriesRelatedInstances: .numberOfSeriesRelatedInstances,

        .sopInstanceUID: .sopInstanceUID, .sopClassUID: .sopClassUID, .availableTransferSyntaxUID: .transferSyntaxUID,
        .instanceNumber: .instanceNumber, .rows: .rows, .columns: .columns, .numberOfFrames: .numberOfFrames,
        .contentDate: .contentDate, .contentTime: .contentTime, .completionFlag: .completionFlag,
        .verificationFlag: .verificationFlag,
    ]

    private static let sequences: [Tag: [Tag: IndexedAttribute]] = [
        .requestAttributesSequence: [
            .requestedProcedureID: .requestedProcedureID, .scheduledProcedureStepID: .scheduledProcedureStepID,
        ],
        .conceptNameCodeSequence: [
            .codeValue: .conceptNameCodeValue, .codingSchemeDesignator: .conceptNameCodingScheme,
            .codeMeaning: .conceptNameCodeMeaning,
        ],
        .verifyingObserverSequence: [
            .verifyingObserverName: .verifyingObserverName, .verificationDateTime: .verificationDateTime,
        ],
        .referencedRequestSequence: [
            .accessionNumber: .referencedAccessionNumber, .requestedProcedureID: .referencedRequestedProcedureID,
        ],
    ]

    /// Attributes that describe the identifier itself, and attributes that the node fills in about itself.
    package static let ofTheNode: Set<Tag> = [
        .specificCharacterSet, .queryRetrieveLevel, .retrieveAETitle, .instanceAvailability,
    ]

    /// How the value of a key is matched. The matching code and the conformance statement both use it.
    package enum Matching: Sendable, Equatable {
        /// Single value or list of UIDs.
        case uniqueIdentifiers
        /// Single value or wild card; a list for attributes with several values.
        case text
        /// Single value or wild card, case-insensitive, by component group.
        case personName
        /// Single value or range.
        case date, time, dateTime
        /// Single value.
        case number
        /// Returned only.
        case none
    }

    /// How an attribute is matched (PS3.4 C.2.2.2).
    package static func matching(of attribute: IndexedAttribute) -> Matching {
        switch attribute {
        case .studyInstanceUID, .seriesInstanceUID, .sopInstanceUID, .sopClassUID, .sopClassesInStudy,
            .transferSyntaxUID:
            .uniqueIdentifiers
        case .patientName, .referringPhysicianName, .verifyingObserverName: .personName
        case .patientBirthDate, .studyDate, .seriesDate, .contentDate: .date
        case .studyTime, .seriesTime, .contentTime: .time
        case .verificationDateTime: .dateTime
        case .seriesNumber, .instanceNumber, .rows, .columns, .numberOfFrames: .number
        case .numberOfPatientRelatedStudies, .numberOfPatientRelatedSeries, .numberOfPatientRelatedInstances,
            .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances, .numberOfSeriesRelatedInstances:
            .none
        case .patientID, .issuerOfPatientID, .patientSex, .accessionNumber, .studyID, .studyDescription,
            .modalitiesInStudy, .modality, .seriesDescription, .bodyPartExamined, .requestedProcedureID,
            .scheduledProcedureStepID, .completionFlag, .verificationFlag, .conceptNameCodeValue,
            .conceptNameCodingScheme, .conceptNameCodeMeaning, .referencedAccessionNumber,
            .referencedRequestedProcedureID:
            .text
        }
    }

    /// The value representation in which a key is returned (PS3.6), whatever VR the request used.
    package static func representation(of attribute: IndexedAttribute) -> VR {
        switch matching(of: attribute) {
        case .uniqueIdentifiers: .uniqueIdentifier
        case .personName: .personName
        case .date: .date
        case .time: .time
        case .dateTime: .dateTime
        case .number: [.rows, .columns].contains(attribute) ? .unsignedShort : .integerString
        case .none: .integerString
        case .text:
            switch attribute {
            case .patientSex, .modality, .modalitiesInStudy, .bodyPartExamined, .completionFlag, .verificationFlag:
                .codeString
            case .accessionNumber, .studyID, .requestedProcedureID, .scheduledProcedureStepID, .conceptNameCodeValue,
                .conceptNameCodingScheme, .referencedAccessionNumber, .referencedRequestedProcedureID:
                .shortString
            default: .longString
            }
        }
    }
}
