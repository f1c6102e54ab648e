import DICOMCore
import DICOMNetwork
import Testing

@Test func `writes the C-ECHO response of PS3_7 byte for byte`() throws {
    var request = CommandSet()
    request.setText(.affectedSOPClassUID, "1.2.840.10008.1.1")
    request[.commandField] = CommandSet.Field.echoRequest.rawValue
    request[.messageID] = 7
    request[.dataSetType] = 0x0101
    let response = CommandSet(respondingTo: request, status: .success)
    let expected: [UInt8] =
        [0, 0, 0, 0, 4, 0, 0, 0, 66, 0, 0, 0]
        + [0, 0, 2, 0, 18, 0, 0, 0] + Array("1.2.840.10008.1.1\0".utf8)
        + [0, 0, 0, 1, 2, 0, 0, 0, 0x30, 0x80] + [0, 0, 0x20, 1, 2, 0, 0, 0, 7, 0]
        + [0, 0, 0, 8, 2, 0, 0, 0, 1, 1] + [0, 0, 0, 9, 2, 0, 0, 0, 0, 0]
    #expect(response.encoded == expected)
    let read = try CommandSet(decoding: expected)
    #expect(read.field == .echoResponse)
    #expect(read[.messageIDBeingRespondedTo] == 7)
    #expect(read.text(.affectedSOPClassUID) == "1.2.840.10008.1.1")
    #expect(!read.hasDataSet)
}

@Test func `truncates an error comment to the 64 characters of its VR`() throws {
    var request = CommandSet()
    request[.commandField] = CommandSet.Field.storeRequest.rawValue
    let response = CommandSet(
        respondingTo: request, status: .outOfResources, comment: String(repeating: "x", count: 100))
    #expect(response.text(.errorComment)?.count == 64)
    #expect(try CommandSet(decoding: response.encoded)[.status] == 0xA700)
}

@Test func `has the counts of a C-GET, and the remaining count only while pending`() {
    var request = CommandSet()
    request[.commandField] = CommandSet.Field.getRequest.rawValue
    var counts = SubOperationCounts(remaining: 2)
    counts.completed = 3
    counts.failed = 70_000
    let pending = CommandSet(respondingTo: request, status: .pending, counts: counts)
    #expect(pending[.remainingSubOperations] == 2)
    #expect(pending[.completedSubOperations] == 3)
    #expect(pending[.failedSubOperations] == .max)
    let final = CommandSet(respondingTo: request, status: .success, counts: counts)
    #expect(final[.remainingSubOperations] == nil)
}

@Test(
    arguments: [
        [0], [0, 0, 0, 1, 2, 0, 0], [0, 0, 0, 1, 4, 0, 0, 0, 1, 2], [8, 0, 0, 1, 0, 0, 0, 0],
        [0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF],
    ] as [[UInt8]])
func `refuses bytes that are not a command set`(bytes: [UInt8]) {
    #expect(throws: NetworkError.self) { try CommandSet(decoding: bytes) }
}

@Test func `treats a number of the wrong width as absent`() throws {
    let command = try CommandSet(decoding: [0, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0])
    #expect(command.field == nil)
    #expect(command[.messageID] == nil)
}
