import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// A requester that has study 1.2.3 moved and reads what the node answers.
private struct Requester {
    let peer: TestPeer

    init(_ running: RunningNode) throws {
        peer = try TestPeer(port: running.port)
        _ = try peer.associate([.init(1, SOPClass.studyRootMove, [.explicitVRLittleEndian])])
    }

    func ask(for destination: String, messageID: UInt16 = 7) throws {
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.queryRetrieveLevel, .codeString, "STUDY")
        writer.append(.studyInstanceUID, .uniqueIdentifier, "1.2.3")
        var request = TestPeer.request(
            .moveRequest, SOPClass.studyRootMove, messageID: messageID, hasDataSet: true)
        request.setText(.moveDestination, destination)
        try peer.send(request, context: 1, dataSet: writer.bytes)
    }

    func cancel(messageID: UInt16) throws {
        var cancel = TestPeer.request(.cancelRequest, SOPClass.studyRootMove)
        cancel[.messageIDBeingRespondedTo] = messageID
        try peer.send(cancel, context: 1)
    }

    /// The pending responses and the final one with its identifier.
    func responses() throws -> (pending: [CommandSet], last: CommandSet, identifier: [UInt8]?) {
        var pending: [CommandSet] = []
        while true {
            let (command, dataSet) = try #require(try peer.readMessage())
            guard command[.status] == 0xFF00 else { return (pending, command, dataSet) }
            pending.append(command)
        }
    }
}

@Suite(.blocking, .timeLimit(.minutes(10)))
struct MoveServiceTests {
    @Test func `moves a study for DCMTK's movescu to storescp, byte for byte`() throws {
        let folder = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B", "-aet", "ARCHIVE"], keeping: folder.url)
        let running = try RunningNode(peers: [.destination("ARCHIVE", port: archive.port)])
        let sent = try running.fill(images: 3)
        for model in ["-S", "-P"] {
            let level = model == "-S" ? "STUDY" : "PATIENT"
            let key = model == "-S" ? "StudyInstanceUID=1.2.3" : "PatientID=P1"
            let tool = try Tool.run(
                "movescu",
                [
                    "-v", model, "-aec", "THORAXD", "-aem", "ARCHIVE", "-k", "QueryRetrieveLevel=\(level)", "-k", key,
                    "127.0.0.1", "\(running.port)",
                ])
            #expect(tool.status == 0, "\(tool.output)")
            let files = try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
            #expect(try Set(files.map { try DICOMFile($0).dataSet }) == Set(sent.values), "\(tool.output)")
            for file in files { try FileManager.default.removeItem(at: file) }
        }
    }

    @Test func `moves a study to a destination that takes Implicit VR only, value for value`() throws {
        let folder = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B", "+xi"], keeping: folder.url)
        let running = try RunningNode(peers: [.destination("ARCHIVE", port: archive.port)])
        try running.fill(images: 3)
        let requester = try Requester(running)
        try requester.ask(for: "ARCHIVE")
        #expect(try requester.responses().last[.completedSubOperations] == 3)
        let files = try FileManager.default.contentsOfDirectory(at: folder.url, includingPropertiesForKeys: nil)
        let expected = (1...3).map { SampleObject(instance: "1.2.3.\($0)").encoded(.implicitLittleEndian) }
        #expect(try Set(files.map { try DICOMFile($0).dataSet }) == Set(expected))
    }

    @Test func `compressed objects fail where the destination takes no compression`() throws {
        let folder = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B", "+xi"], keeping: folder.url)
        let running = try RunningNode(peers: [.destination("ARCHIVE", port: archive.port)])
        try running.fill(images: 2, in: .jpegBaseline)
        let requester = try Requester(running)
        try requester.ask(for: "ARCHIVE")
        let last = try requester.responses().last
        #expect(last[.status] == 0xA702)
        #expect(last[.failedSubOperations] == 2)
        #expect(running.log.all.contains { $0.contains("does not accept its SOP class in its transfer syntax") })
    }

    @Test func `counts down in its pending responses, and answers an unknown destination with A801`() throws {
        let folder = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B"], keeping: folder.url)
        let running = try RunningNode(peers: [.destination("ARCHIVE", port: archive.port)])
        try running.fill(images: 3)
        let requester = try Requester(running)
        try requester.ask(for: "NOWHERE")
        #expect(try requester.responses().last[.status] == 0xA801)
        try requester.ask(for: "ARCHIVE")
        let (pending, last, identifier) = try requester.responses()
        #expect(pending.map { $0[.remainingSubOperations] } == [2, 1])
        #expect(pending.map { $0[.completedSubOperations] } == [1, 2])
        #expect(last[.status] == 0)
        #expect(last[.completedSubOperations] == 3)
        #expect(last[.remainingSubOperations] == nil)
        #expect(identifier == nil)
        #expect(try requester.peer.release())
    }

    @Test(arguments: [["--refuse"], ["--abort-after"], ["--abort-during"]])
    func `a destination that refuses or aborts fails everything and is not waited for`(
        fault: [String]
    ) throws {
        let folder = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B"] + fault, keeping: folder.url)
        let running = try RunningNode(peers: [.destination("ARCHIVE", port: archive.port)])
        try running.fill(images: 5)
        let requester = try Requester(running)
        try requester.ask(for: "ARCHIVE")
        let (_, last, identifier) = try requester.responses()
        #expect(last[.status] == 0xA702)
        #expect(last[.failedSubOperations] == 5)
        let list = String(decoding: try #require(identifier), as: UTF8.self)
        #expect((1...5).allSatisfy { list.contains("1.2.3.\($0)") })
        #expect(try requester.peer.release())
    }

    @Test func `a destination that is not there, or is silent, is A702 in the end`() throws {
        let silent = try SilentListener()
        let folder = try TemporaryDirectory()
        let sleeper = try RunningTool.storescp(["+B", "--sleep-during", "60"], keeping: folder.url)
        let running = try RunningNode(
            peers: [
                .destination("GONE", port: try FreePort.find()), .destination("SILENT", port: silent.port),
                .destination("SLEEPER", port: sleeper.port),
            ],
            destinationPatience: 500)
        try running.fill(images: 4)
        let requester = try Requester(running)
        for destination in ["GONE", "SILENT", "SLEEPER"] {
            try requester.ask(for: destination)
            let last = try requester.responses().last
            #expect(last[.status] == 0xA702, "\(destination)")
            #expect(last[.failedSubOperations] == 4, "\(destination)")
            #expect(last.text(.errorComment) == "The move destination failed", "\(destination)")
        }
        #expect(running.log.all.contains { $0.contains("move given up") })
    }

    @Test func `a cancellation stops what is left, and only with the message it names`() throws {
        let folder = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B", "--sleep-after", "1"], keeping: folder.url)
        let running = try RunningNode(peers: [.destination("ARCHIVE", port: archive.port)])
        try running.fill(images: 6)
        let requester = try Requester(running)
        try requester.ask(for: "ARCHIVE", messageID: 9)
        try requester.cancel(messageID: 8)
        let first = try #require(try requester.peer.readMessage()).command
        #expect(first[.status] == 0xFF00)
        try requester.cancel(messageID: 9)
        let last = try requester.responses().last
        #expect(last[.status] == 0xFE00)
        #expect((last[.remainingSubOperations] ?? 0) > 0)
        #expect((last[.completedSubOperations] ?? 0) + (last[.remainingSubOperations] ?? 0) == 6)
        #expect(try requester.peer.release())
    }

    @Test func `only the object whose file is gone fails`() throws {
        let folder = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B"], keeping: folder.url)
        let running = try RunningNode(peers: [.destination("ARCHIVE", port: archive.port)])
        try running.fill(images: 3)
        try FileManager.default.removeItem(atPath: try #require(try running.stored("1.2.3.2")).path)
        let requester = try Requester(running)
        try requester.ask(for: "ARCHIVE")
        let (_, last, identifier) = try requester.responses()
        #expect(last[.status] == 0xB000)
        #expect(last[.completedSubOperations] == 2)
        #expect(last[.failedSubOperations] == 1)
        #expect(String(decoding: identifier ?? [], as: UTF8.self).contains("1.2.3.2"))
    }
}
