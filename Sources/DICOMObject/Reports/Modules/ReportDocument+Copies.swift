import DICOMCore

extension ReportDocument {
    /// Attributes of the Patient, General Study and Patient Study modules (PS3.3) that the report copies from its
    /// images; those of type 2 are written empty if the images lack them.
    private static let mandatory: [Tag] = [
        .patientName, .patientID, .patientBirthDate, .patientSex, .studyInstanceUID, .studyDate, .studyTime, .studyID,
        .accessionNumber, .referringPhysicianName,
    ]
    private static let optional: [Tag] = [
        Tag(0x0008, 0x0051),  // Issuer of Accession Number Sequence
        Tag(0x0008, 0x0080),  // Institution Name
        Tag(0x0008, 0x0096),  // Referring Physician Identification Sequence
        Tag(0x0008, 0x1030),  // Study Description
        Tag(0x0008, 0x1032),  // Procedure Code Sequence
        Tag(0x0008, 0x1048),  // Physician(s) of Record
        Tag(0x0008, 0x1080),  // Admitting Diagnoses Description
        Tag(0x0010, 0x0021),  // Issuer of Patient ID
        Tag(0x0010, 0x0022),  // Type of Patient ID
        Tag(0x0010, 0x0024),  // Issuer of Patient ID Qualifiers Sequence
        Tag(0x0010, 0x0032),  // Patient's Birth Time
        Tag(0x0010, 0x1000),  // Other Patient IDs
        Tag(0x0010, 0x1001),  // Other Patient Names
        Tag(0x0010, 0x1002),  // Other Patient IDs Sequence
        Tag(0x0010, 0x1010),  // Patient's Age
        Tag(0x0010, 0x1020),  // Patient's Size
        Tag(0x0010, 0x1030),  // Patient's Weight
        Tag(0x0010, 0x2160),  // Ethnic Group
        Tag(0x0012, 0x0062),  // Patient Identity Removed
        Tag(0x0012, 0x0063),  // De-identification Method
        Tag(0x0012, 0x0064),  // De-identification Method Code Sequence
        Tag(0x0038, 0x0010),  // Admission ID
        Tag(0x0038, 0x0014),  // Issuer of Admission ID Sequence
    ]

    /// All attributes that are copied.
    static let copied = Set(mandatory + optional)

    /// Whether all text that a document copies is in the character set that its image declares.
    static func areCopiesDeclared(in source: ReportSource) -> Bool {
        let terms = source.first.file.definedTerms
        let requests = source.dataSets.filter { $0.file.definedTerms == terms }
        return (mandatory + optional).allSatisfy { source.first.isDeclared($0, in: terms) }
            && requests.allSatisfy { dataSet in
                [.requestAttributesSequence, .accessionNumber].allSatisfy { dataSet.isDeclared($0, in: terms) }
            }
    }

    func copyPatientAndStudy(from source: ReportSource) throws(DICOMObjectError) {
        for tag in ReportDocument.mandatory { try item.set(tag, bytes: []) }
        for tag in ReportDocument.mandatory + ReportDocument.optional { try copy(tag, from: source.first, to: item) }
    }

    /// Sets Referenced Request Sequence: the orders from the images' Request Attributes Sequence (0040,0275). An order
    /// that several images name is listed once.
    func setRequests(from source: ReportSource) throws(DICOMObjectError) {
        var seen: Set<[String]> = []
        for dataSet in source.dataSets where dataSet.file.definedTerms == source.first.file.definedTerms {
            for request in dataSet.items(Tag(0x0040, 0x0275)) {
                let accession = [request, dataSet].first { $0.string(.accessionNumber) != nil } ?? dataSet
                let procedure = Tag(0x0040, 0x1001)
                let key = [accession.string(.accessionNumber) ?? "", request.string(procedure) ?? ""]
                if seen.insert(key).inserted { try setRequest(request, accession: accession, dataSet: dataSet) }
            }
        }
    }

    private func setRequest(
        _ request: DICOMItem, accession: DICOMItem, dataSet: DICOMItem
    ) throws(DICOMObjectError) {
        let target = try item.append(to: Tag(0x0040, 0xA370))
        try target.setSequence(Tag(0x0008, 0x1110))  // Referenced Study Sequence
        try target.setSequence(Tag(0x0032, 0x1064))  // Requested Procedure Code Sequence
        if !characterSet.convertsCopies { try target.copy(.specificCharacterSet, from: request) }
        let texts = [
            Tag(0x0040, 0x1001),  // Requested Procedure ID
            Tag(0x0032, 0x1060),  // Requested Procedure Description
            Tag(0x0040, 0x2016),  // Placer Order Number / Imaging Service Request
            Tag(0x0040, 0x2017),  // Filler Order Number / Imaging Service Request
        ]
        for tag in texts + [.accessionNumber] { try target.set(tag, bytes: []) }
        for tag in texts + [
            Tag(0x0008, 0x1110), Tag(0x0032, 0x1064),
            Tag(0x0040, 0x1002),  // Reason for the Requested Procedure
            Tag(0x0040, 0x100A),  // Reason for Requested Procedure Code Sequence
        ] { try copy(tag, from: request, to: target) }
        try copy(.accessionNumber, from: accession, to: target)
        try copy(Tag(0x0008, 0x0051), from: accession, to: target)
        try copy(.studyInstanceUID, from: dataSet, to: target)
    }

    private func copy(_ tag: Tag, from source: DICOMItem, to target: DICOMItem) throws(DICOMObjectError) {
        try target.copy(tag, from: source)
        guard characterSet.convertsCopies else { return }
        try target.convertToUnicode(tag, from: source.ownCharacterSet ?? source.file.characterSet)
    }
}
