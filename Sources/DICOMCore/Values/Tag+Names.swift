/// Attributes the node reads and writes, by their keyword in PS3.6.
extension Tag {
    package static let transferSyntaxUID = Tag(0x0002, 0x0010)

    package static let specificCharacterSet = Tag(0x0008, 0x0005)
    package static let sopClassUID = Tag(0x0008, 0x0016)
    package static let sopInstanceUID = Tag(0x0008, 0x0018)
    package static let studyDate = Tag(0x0008, 0x0020)
    package static let contentDate = Tag(0x0008, 0x0023)
    package static let studyTime = Tag(0x0008, 0x0030)
    package static let contentTime = Tag(0x0008, 0x0033)
    package static let accessionNumber = Tag(0x0008, 0x0050)
    package static let queryRetrieveLevel = Tag(0x0008, 0x0052)
    package static let retrieveAETitle = Tag(0x0008, 0x0054)
    package static let failedSOPInstanceUIDList = Tag(0x0008, 0x0058)
    package static let modality = Tag(0x0008, 0x0060)
    package static let modalitiesInStudy = Tag(0x0008, 0x0061)
    package static let referringPhysicianName = Tag(0x0008, 0x0090)
    package static let codeValue = Tag(0x0008, 0x0100)
    package static let codingSchemeDesignator = Tag(0x0008, 0x0102)
    package static let codeMeaning = Tag(0x0008, 0x0104)
    package static let studyDescription = Tag(0x0008, 0x1030)
    package static let seriesDescription = Tag(0x0008, 0x103E)
    package static let anatomicRegionSequence = Tag(0x0008, 0x2218)

    package static let patientName = Tag(0x0010, 0x0010)
    package static let patientID = Tag(0x0010, 0x0020)
    package static let issuerOfPatientID = Tag(0x0010, 0x0021)
    package static let patientBirthDate = Tag(0x0010, 0x0030)
    package static let patientSex = Tag(0x0010, 0x0040)

    package static let bodyPartExamined = Tag(0x0018, 0x0015)
    package static let protocolName = Tag(0x0018, 0x1030)
    package static let viewPosition = Tag(0x0018, 0x5101)

    package static let studyInstanceUID = Tag(0x0020, 0x000D)
    package static let seriesInstanceUID = Tag(0x0020, 0x000E)
    package static let studyID = Tag(0x0020, 0x0010)
    package static let seriesNumber = Tag(0x0020, 0x0011)
    package static let instanceNumber = Tag(0x0020, 0x0013)
    package static let numberOfStudyRelatedSeries = Tag(0x0020, 0x1206)
    package static let numberOfStudyRelatedInstances = Tag(0x0020, 0x1208)
    package static let numberOfSeriesRelatedInstances = Tag(0x0020, 0x1209)

    package static let numberOfFrames = Tag(0x0028, 0x0008)
    package static let rows = Tag(0x0028, 0x0010)
    package static let columns = Tag(0x0028, 0x0011)

    package static let pixelData = Tag(0x7FE0, 0x0010)

    static let item = Tag(0xFFFE, 0xE000)
    static let itemDelimitation = Tag(0xFFFE, 0xE00D)
    static let sequenceDelimitation = Tag(0xFFFE, 0xE0DD)
}
