extension InstanceHeader {
    private static let scanned: Set<Tag> = [
        .specificCharacterSet, .sopClassUID, .sopInstanceUID, .studyDate, .contentDate, .studyTime, .contentTime,
        .accessionNumber, .modality, .referringPhysicianName, .studyDescription, .seriesDescription, .patientName,
        .patientID, .patientBirthDate, .patientSex, .bodyPartExamined, .protocolName, .viewPosition,
        .studyInstanceUID, .seriesInstanceUID, .studyID, .seriesNumber, .instanceNumber, .numberOfFrames, .rows,
        .columns, .issuerOfPatientID, .seriesDate, .seriesTime, .completionFlag, .verificationFlag,
        .imageType, .acquisitionDeviceProcessingDescription, .patientOrientation,
        .timezoneOffsetFromUTC, .performedProcedureStepStartDate, .performedProcedureStepStartTime, .bitsAllocated,
    ]
    private static let scannedSequences: Set<Tag> = [
        .anatomicRegionSequence, .viewCodeSequence, .viewModifierCodeSequence, .requestAttributesSequence,
        .conceptNameCodeSequence,
        .verifyingObserverSequence,
        .referencedRequestSequence,
    ]

    /// Reads the header of the data set that starts at `offset` of the source.
    ///
    /// - Throws: If the data set cannot be scanned to the end of its pixel data, or does not identify its instance.
    package init(
        scanning source: inout ScanSource, from offset: Int = 0, transferSyntax: TransferSyntax
    ) throws(HeaderScanError) {
        let selection = HeaderScan.Selection.tags(InstanceHeader.scanned, sequences: InstanceHeader.scannedSequences)
        var (dataSet, start) = try source.dataSet(from: offset, in: transferSyntax)
        let scan = try HeaderScan(&dataSet, from: start, encoding: transferSyntax.encoding, selecting: selection)
        self.init(
            sopClassUID: try scan.uid(.sopClassUID).description,
            sopInstanceUID: try scan.uid(.sopInstanceUID).description,
            studyInstanceUID: try scan.uid(.studyInstanceUID).description,
            seriesInstanceUID: try scan.uid(.seriesInstanceUID).description,
            transferSyntaxUID: transferSyntax.uid.description)
        fill(from: scan)
    }

    /// Reads the header of a DICOM file (PS3.10).
    package init(ofFile source: inout ScanSource) throws(HeaderScanError) {
        let location = try FileMetaInformation.Location(in: &source)
        try self.init(scanning: &source, from: location.dataSetOffset, transferSyntax: location.transferSyntax)
    }

    private mutating func fill(from scan: HeaderScan) {
        specificCharacterSet = scan.text(.specificCharacterSet)
        timezoneOffsetFromUTC = scan.text(.timezoneOffsetFromUTC)
        patientID = scan.text(.patientID)
        issuerOfPatientID = scan.text(.issuerOfPatientID)
        patientName = scan.personName(.patientName)
        patientBirthDate = scan.text(.patientBirthDate)
        patientSex = scan.text(.patientSex)
        accessionNumber = scan.text(.accessionNumber)
        studyID = scan.text(.studyID)
        studyDate = scan.text(.studyDate)
        studyTime = scan.text(.studyTime)
        studyDescription = scan.text(.studyDescription)
        referringPhysicianName = scan.personName(.referringPhysicianName)
        modality = scan.text(.modality)
        seriesNumber = scan.integer(.seriesNumber)
        seriesDescription = scan.text(.seriesDescription)
        seriesDate = scan.text(.seriesDate)
        seriesTime = scan.text(.seriesTime)
        performedProcedureStepStartDate = scan.text(.performedProcedureStepStartDate)
        performedProcedureStepStartTime = scan.text(.performedProcedureStepStartTime)
        requestAttributes = scan.request(.requestAttributesSequence)
        bodyPartExamined = scan.text(.bodyPartExamined)
        anatomicRegion = scan.code(.anatomicRegionSequence)
        viewPosition = scan.text(.viewPosition)
        viewCode = scan.code(.viewCodeSequence)
        viewModifiers = scan.viewModifiers()
        patientOrientation = scan.text(.patientOrientation)
        imageType = scan.text(.imageType)
        acquisitionDeviceProcessingDescription = scan.text(.acquisitionDeviceProcessingDescription)
        protocolName = scan.text(.protocolName)
        instanceNumber = scan.integer(.instanceNumber)
        rows = scan.unsignedShort(.rows)
        columns = scan.unsignedShort(.columns)
        bitsAllocated = scan.unsignedShort(.bitsAllocated)
        numberOfFrames = scan.integer(.numberOfFrames)
        contentDate = scan.text(.contentDate)
        contentTime = scan.text(.contentTime)
        completionFlag = scan.text(.completionFlag)
        verificationFlag = scan.text(.verificationFlag)
        documentTitle = scan.code(.conceptNameCodeSequence)
        verifyingObserverName = scan.personName(.verifyingObserverName, in: .verifyingObserverSequence)
        verificationDateTime = scan.text(.verificationDateTime, in: .verifyingObserverSequence)
        referencedRequest = scan.request(.referencedRequestSequence)
    }
}
