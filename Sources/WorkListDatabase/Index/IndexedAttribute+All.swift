import DICOMCore

/// The table of attributes.
extension IndexedAttribute {
    /// Every attribute that a C-FIND may name and that this node matches or returns (PS3.4 C.6.1.1).
    package static let all: [IndexedAttribute] = [
        patientName, patientID, issuerOfPatientID, patientBirthDate, patientSex, numberOfPatientRelatedStudies,
        numberOfPatientRelatedSeries, numberOfPatientRelatedInstances,

        studyInstanceUID, accessionNumber, studyID, studyDate, studyTime, studyDescription, referringPhysicianName,
        modalitiesInStudy, sopClassesInStudy, timezoneOffsetFromUTC, numberOfStudyRelatedSeries,
        numberOfStudyRelatedInstances,

        seriesInstanceUID, modality, seriesNumber, seriesDescription, seriesDate, seriesTime, bodyPartExamined,
        performedProcedureStepStartDate, performedProcedureStepStartTime,
        requestedProcedureID, scheduledProcedureStepID, numberOfSeriesRelatedInstances,

        sopInstanceUID, sopClassUID, transferSyntaxUID, instanceNumber, rows, columns, bitsAllocated, numberOfFrames,
        contentDate,
        contentTime, completionFlag, verificationFlag, conceptNameCodeValue, conceptNameCodingScheme,
        conceptNameCodeMeaning, verifyingObserverName, verificationDateTime, referencedAccessionNumber,
        referencedRequestedProcedureID,
    ]

    // Patient
    package static let patientName = study("PatientName", .patientName, .personName, .patient, isIndexed: true) {
        $0.patientName
    }
    package static let patientID = study("PatientID", .patientID, .longString, .patient, isIndexed: true) {
        $0.patientID
    }
    package static let issuerOfPatientID = study("IssuerOfPatientID", .issuerOfPatientID, .longString, .patient) {
        $0.issuerOfPatientID
    }
    package static let patientBirthDate = study("PatientBirthDate", .patientBirthDate, .date, .patient) {
        $0.patientBirthDate.map(DateTimeText.date)
    }
    package static let patientSex = study("PatientSex", .patientSex, .codeString, .patient) { $0.patientSex }

    // Study
    package static let studyInstanceUID = IndexedAttribute(
        "StudyInstanceUID", .studyInstanceUID, .uniqueIdentifier, .study, isIndexed: true,
        from: .identity("studyInstanceUID"))
    package static let accessionNumber = study(
        "AccessionNumber", .accessionNumber, .shortString, .study, isIndexed: true
    ) { $0.accessionNumber }
    package static let studyID = study("StudyID", .studyID, .shortString, .study) { $0.studyID }
    package static let studyDate = study("StudyDate", .studyDate, .date, .study, isIndexed: true) {
        $0.studyDate.map(DateTimeText.date)
    }
    package static let studyTime = study("StudyTime", .studyTime, .time, .study) {
        $0.studyTime.map(DateTimeText.time)
    }
    package static let studyDescription = study("StudyDescription", .studyDescription, .longString, .study) {
        $0.studyDescription
    }
    package static let referringPhysicianName = study(
        "ReferringPhysicianName", .referringPhysicianName, .personName, .study
    ) { $0.referringPhysicianName }

    /// That of the first object of the study.
    package static let timezoneOffsetFromUTC = study(
        "TimezoneOffsetFromUTC", .timezoneOffsetFromUTC, .shortString, .study
    ) { $0.timezoneOffsetFromUTC }

    // Series
    package static let seriesInstanceUID = IndexedAttribute(
        "SeriesInstanceUID", .seriesInstanceUID, .uniqueIdentifier, .series, isIndexed: true,
        from: .identity("seriesInstanceUID"))
    /// In capital letters, so that an index finds it.
    package static let modality = series("Modality", .modality, .codeString) { $0.modality?.uppercased() }
    package static let seriesNumber = series("SeriesNumber", .seriesNumber, .integerString) { $0.seriesNumber }
    package static let seriesDescription = series("SeriesDescription", .seriesDescription, .longString) {
        $0.seriesDescription
    }
    package static let seriesDate = series("SeriesDate", .seriesDate, .date) { $0.seriesDate.map(DateTimeText.date) }
    package static let seriesTime = series("SeriesTime", .seriesTime, .time) { $0.seriesTime.map(DateTimeText.time) }
    package static let performedProcedureStepStartDate = series(
        "PerformedProcedureStepStartDate", .performedProcedureStepStartDate, .date
    ) { $0.performedProcedureStepStartDate.map(DateTimeText.date) }
    package static let performedProcedureStepStartTime = series(
        "PerformedProcedureStepStartTime", .performedProcedureStepStartTime, .time
    ) { $0.performedProcedureStepStartTime.map(DateTimeText.time) }
    package static let bodyPartExamined = IndexedAttribute(
        "BodyPartExamined", .bodyPartExamined, .codeString, .series,
        from: .column(IndexColumn(table: "instance", name: "bodyPartExamined") { $0.bodyPartExamined }))
    package static let requestedProcedureID = series(
        "RequestedProcedureID", .requestedProcedureID, in: .requestAttributesSequence, .shortString
    ) { $0.requestAttributes?.requestedProcedureID }
    package static let scheduledProcedureStepID = series(
        "ScheduledProcedureStepID", .scheduledProcedureStepID, in: .requestAttributesSequence, .shortString
    ) { $0.requestAttributes?.scheduledProcedureStepID }

    // Image
    package static let sopInstanceUID = IndexedAttribute(
        "SOPInstanceUID", .sopInstanceUID, .uniqueIdentifier, .image, isIndexed: true,
        from: .identity("sopInstanceUID"))
    package static let sopClassUID = IndexedAttribute(
        "SOPClassUID", .sopClassUID, .uniqueIdentifier, .image, from: .identity("sopClassUID"))
    package static let transferSyntaxUID = IndexedAttribute(
        "AvailableTransferSyntaxUID", .availableTransferSyntaxUID, .uniqueIdentifier, .image,
        from: .identity("transferSyntaxUID"))
    package static let instanceNumber = image("InstanceNumber", .instanceNumber, .integerString) { $0.instanceNumber }
    package static let rows = image("Rows", .rows, .unsignedShort) { $0.rows }
    package static let columns = image("Columns", .columns, .unsignedShort) { $0.columns }
    package static let bitsAllocated = image("BitsAllocated", .bitsAllocated, .unsignedShort) { $0.bitsAllocated }
    package static let numberOfFrames = image("NumberOfFrames", .numberOfFrames, .integerString) { $0.numberOfFrames }
    package static let contentDate = image("ContentDate", .contentDate, .date) {
        $0.contentDate.map(DateTimeText.date)
    }
    package static let contentTime = image("ContentTime", .contentTime, .time) {
        $0.contentTime.map(DateTimeText.time)
    }
    package static let completionFlag = image("CompletionFlag", .completionFlag, .codeString) { $0.completionFlag }
    package static let verificationFlag = image("VerificationFlag", .verificationFlag, .codeString) {
        $0.verificationFlag
    }
    package static let conceptNameCodeValue = image(
        "CodeValue", .codeValue, in: .conceptNameCodeSequence, .shortString, column: "conceptNameCodeValue"
    ) { $0.documentTitle?.value }
    package static let conceptNameCodingScheme = image(
        "CodingSchemeDesignator", .codingSchemeDesignator, in: .conceptNameCodeSequence, .shortString,
        column: "conceptNameCodingScheme"
    ) { $0.documentTitle?.scheme }
    package static let conceptNameCodeMeaning = image(
        "CodeMeaning", .codeMeaning, in: .conceptNameCodeSequence, .longString, column: "conceptNameCodeMeaning"
    ) { $0.documentTitle?.meaning }
    package static let verifyingObserverName = image(
        "VerifyingObserverName", .verifyingObserverName, in: .verifyingObserverSequence, .personName
    ) { $0.verifyingObserverName }
    package static let verificationDateTime = image(
        "VerificationDateTime", .verificationDateTime, in: .verifyingObserverSequence, .dateTime
    ) { $0.verificationDateTime }
    package static let referencedAccessionNumber = image(
        "AccessionNumber", .accessionNumber, in: .referencedRequestSequence, .shortString,
        column: "referencedAccessionNumber"
    ) { $0.referencedRequest?.accessionNumber }
    package static let referencedRequestedProcedureID = image(
        "RequestedProcedureID", .requestedProcedureID, in: .referencedRequestSequence, .shortString,
        column: "referencedRequestedProcedureID"
    ) { $0.referencedRequest?.requestedProcedureID }
}

extension IndexedAttribute {
    /// A row whose value is a column of `study`, named like the attribute.
    private static func study(
        _ keyword: String, _ tag: Tag, _ representation: VR, _ level: QueryLevel, isIndexed: Bool = false,
        _ value: @escaping @Sendable (InstanceHeader) -> IndexColumn.Value
    ) -> IndexedAttribute {
        IndexedAttribute(
            keyword, tag, representation, level, isIndexed: isIndexed,
            from: .column(IndexColumn(table: "study", name: columnName(of: keyword), value: value)))
    }

    private static func series(
        _ keyword: String, _ tag: Tag, in sequence: Tag? = nil, _ representation: VR,
        _ value: @escaping @Sendable (InstanceHeader) -> IndexColumn.Value
    ) -> IndexedAttribute {
        IndexedAttribute(
            keyword, tag, in: sequence, representation, .series,
            from: .column(IndexColumn(table: "series", name: columnName(of: keyword), value: value)))
    }

    private static func image(
        _ keyword: String, _ tag: Tag, in sequence: Tag? = nil, _ representation: VR, column: String? = nil,
        _ value: @escaping @Sendable (InstanceHeader) -> IndexColumn.Value
    ) -> IndexedAttribute {
        IndexedAttribute(
            keyword, tag, in: sequence, representation, .image,
            from: .column(IndexColumn(table: "instance", name: column ?? columnName(of: keyword), value: value)))
    }

    private static func columnName(of keyword: String) -> String {
        keyword.prefix(1).lowercased() + keyword.dropFirst()
    }
}
