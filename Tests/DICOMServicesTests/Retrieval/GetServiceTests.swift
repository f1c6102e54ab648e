import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Glibc
import TestHarness
import Testing
import WorkList
import WorkListDatabase

private let cr = SOPClass.computedRadiographyImage

private func filled(_ count: Int, size: Int = 300_000) throws -> (RunningNode, [SampleObject]) {
    let running = try RunningNode()
    let peer = try TestPeer(port: running.port)
    _ = try peer.associate([.init(1, cr, [.explicitVRLittleEndian])])
    let objects = (1...count).map { number in
        SampleObject(instance: "1.2.3.\(number)", pixels: (0..<size).map { UInt8(truncatingIfNeeded: $0 * number) })
    }
    for object in objects { #expect(try peer.store(object.bytes, cr, object.instance) == .success) }
    #expect(try peer.release())
    return (running, objects)
}

private func identifier(level: String, _ keys: [(Tag, String)]) -> [UInt8] {
    var writer = DataSetWriter(.explicitLittleEndian)
    writer.append(.queryRetrieveLevel, .codeString, level)
    for (tag, value) in keys { writer.append(tag, .uniqueIdentifier, value) }
    return writer.bytes
}

/// A workstation that asks for objects and takes them, one C-STORE after the other.
private struct Workstation {
    let peer: TestPeer

    init(
        _ running: RunningNode, taking syntaxes: [TransferSyntax] = [.explicitVRLittleEndian], maxPDU: UInt32 = 131_072
    )
        throws
    {
        peer = try TestPeer(port: running.port)
        _ = try peer.associate(
            [
                .init(1, SOPClass.studyRootGet, [.explicitVRLittleEndian]),
                .init(3, cr, syntaxes, asSCP: true),
            ], maxPDU: maxPDU)
    }

    /// Asks, answers each object with a status and returns what came and the final response.
    func get(
        _ identifier: [UInt8], answering status: DIMSEStatus = .success, cancelAfter: Int = .max
    ) throws -> (objects: [String: [UInt8]], last: CommandSet) {
        try peer.send(
            TestPeer.request(.getRequest, SOPClass.studyRootGet, messageID: 5, hasDataSet: true), context: 1,
            dataSet: identifier)
        var objects: [String: [UInt8]] = [:]
        while true {
            let (command, dataSet) = try #require(try peer.readMessage())
            if command.field == .storeRequest {
                objects[command.text(.affectedSOPInstanceUID) ?? ""] = dataSet ?? []
                if objects.count == cancelAfter {
                    var cancel = TestPeer.request(.cancelRequest, SOPClass.studyRootGet)
                    cancel[.messageIDBeingRespondedTo] = 5
                    try peer.send(cancel, context: 1)
                }
                try peer.send(CommandSet(respondingTo: command, status: status), context: 3)
            } else if command[.status].map(DIMSEStatus.init)?.isPending != true {
                return (objects, command)
            }
        }
    }
}

@Suite(.blocking, .timeLimit(.minutes(10)))
struct GetServiceTests {
    /// getscu proposes Explicit and Implicit in one context, or Implicit only.
    @Test(arguments: [[], ["-xi"]])
    func `sends a study to DCMTK's getscu in Implicit VR, value for value`(options: [String]) throws {
        let (running, objects) = try filled(3)
        let output = running.directory.url.appending(path: "out")
        try FileManager.default.createDirectory(at: output, withIntermediateDirectories: true)
        let tool = try Tool.run(
            "getscu",
            options + [
                "-v", "-S", "+B", "-od", output.path, "-aec", "THORAXD", "-k", "QueryRetrieveLevel=STUDY", "-k",
                "StudyInstanceUID=1.2.3", "127.0.0.1", "\(running.port)",
            ])
        #expect(tool.status == 0, "\(tool.output)")
        let files = try FileManager.default.contentsOfDirectory(at: output, includingPropertiesForKeys: nil)
        #expect(files.count == 3, "\(tool.output)")
        let received = try Set(files.map { try DICOMFile($0).dataSet })
        #expect(received == Set(objects.map { $0.encoded(.implicitLittleEndian) }))
    }

    @Test(arguments: [131_072, 16_384, 4096] as [UInt32])
    func `sends at image level in PDUs as small as the peer wants`(maxPDU: UInt32) throws {
        let (running, objects) = try filled(2)
        let workstation = try Workstation(running, maxPDU: maxPDU)
        let found = try workstation.get(
            identifier(level: "IMAGE", [(.studyInstanceUID, "1.2.3"), (.sopInstanceUID, "1.2.3.2")]))
        #expect(found.objects == ["1.2.3.2": objects[1].bytes])
        #expect(found.last[.status] == 0)
        #expect(found.last[.completedSubOperations] == 1)
        #expect(found.last[.failedSubOperations] == 0)
    }

    @Test func `counts what the peer refuses as failed and names it`() throws {
        let (running, _) = try filled(3)
        let workstation = try Workstation(running)
        let found = try workstation.get(
            identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]), answering: .outOfResources)
        #expect(found.last[.status] == 0xA702)
        #expect(found.last[.failedSubOperations] == 3)
        #expect(found.last.hasDataSet)
        let warned = try workstation.get(
            identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]), answering: DIMSEStatus(rawValue: 0xB007))
        #expect(warned.last[.status] == 0xB000)
        #expect(warned.last[.warningSubOperations] == 3)
        // The same table as for deliveries: the receiver has it, and a warning that no standard defines says nothing.
        let known = try workstation.get(
            identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]), answering: .duplicateSOPInstance)
        #expect(known.last[.warningSubOperations] == 3 && known.last[.failedSubOperations] == 0)
        let undefined = try workstation.get(
            identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]), answering: DIMSEStatus(rawValue: 0xB123))
        #expect(undefined.last[.failedSubOperations] == 3)
    }

    @Test func `an object goes out as it is stored where the peer takes that, and in Implicit VR where not`() throws {
        let (running, objects) = try filled(2)
        for (syntaxes, encoding) in [
            ([.implicitVRLittleEndian], .implicitLittleEndian), ([.explicitVRLittleEndian], .explicitLittleEndian),
            ([.explicitVRLittleEndian, .implicitVRLittleEndian], .implicitLittleEndian),
        ] as [([TransferSyntax], DataSetWriter.Encoding)] {
            let workstation = try Workstation(running, taking: syntaxes, maxPDU: 4096)
            let found = try workstation.get(identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]))
            #expect(
                found.objects
                    == Dictionary(uniqueKeysWithValues: objects.map { ($0.instance, $0.encoded(encoding)) }))
            #expect(found.last[.status] == 0)
        }
        for object in objects { #expect(try running.storedDataSet(object.instance) == object.bytes) }
    }

    @Test func `fails objects in a transfer syntax the peer does not take`() throws {
        let running = try RunningNode()
        try running.fill(images: 1, in: .jpegBaseline)
        let workstation = try Workstation(running, taking: [.explicitVRLittleEndian, .implicitVRLittleEndian])
        let found = try workstation.get(identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]))
        #expect(found.objects.isEmpty)
        #expect(found.last[.status] == 0xA702)
        #expect(found.last[.failedSubOperations] == 1)
    }

    @Test func `an object that cannot be rewritten with certainty is not, and the log says why`() throws {
        let (running, _) = try filled(1)
        let sender = try TestPeer(port: running.port)
        _ = try sender.associate([.init(1, cr, [.explicitVRLittleEndian])])
        let strange = SampleObject(instance: "1.2.3.2")
        let bytes = strange.bytes + SampleObject.element(Tag(0x7FE1, 0x1001), "ZZ", [1, 2])
        #expect(try sender.store(bytes, cr, strange.instance) == .success)
        let workstation = try Workstation(running, taking: [.implicitVRLittleEndian])
        let found = try workstation.get(identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]))
        #expect(Set(found.objects.keys) == ["1.2.3.1"])
        #expect(found.last[.status] == 0xB000)
        #expect(running.log.all.contains { $0.contains("the receiver takes it only in Implicit") && $0.contains("ZZ") })
        let other = try Workstation(running).get(identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]))
        #expect(other.objects["1.2.3.2"] == bytes)
    }

    @Test func `fails an object whose file is gone, and sends the others`() throws {
        let (running, objects) = try filled(2)
        let lost = try #require(try running.stored("1.2.3.1"))
        try FileManager.default.removeItem(atPath: lost.path)
        let found = try Workstation(running).get(identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]))
        #expect(found.objects == ["1.2.3.2": objects[1].bytes])
        #expect(found.last[.status] == 0xB000)
    }

    @Test func `fails an object whose file has lost its tail, and sends the others`() throws {
        let (running, objects) = try filled(2)
        let lost = try #require(try running.stored("1.2.3.1"))
        try #require(truncate(lost.path, off_t(lost.byteCount - 2)) == 0)
        let found = try Workstation(running).get(identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]))
        #expect(found.objects == ["1.2.3.2": objects[1].bytes])
        #expect(found.last[.status] == 0xB000)
    }

    @Test func `stops when the peer cancels, and says what remains`() throws {
        let (running, _) = try filled(4)
        let workstation = try Workstation(running)
        let found = try workstation.get(identifier(level: "STUDY", [(.studyInstanceUID, "1.2.3")]), cancelAfter: 2)
        #expect(found.last[.status] == 0xFE00)
        #expect(found.last[.completedSubOperations] == 2)
        #expect(found.last[.remainingSubOperations] == 2)
        #expect(try workstation.peer.release())
    }

    @Test func `refuses a retrieval that names nothing`() throws {
        let (running, _) = try filled(1)
        let found = try Workstation(running).get(identifier(level: "STUDY", []))
        #expect(found.last[.status] == 0xA900)
    }
}
