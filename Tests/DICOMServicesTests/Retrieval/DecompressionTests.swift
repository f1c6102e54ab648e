import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// Compressed images for receivers that take uncompressed ones only.
@Suite(.blocking, .timeLimit(.minutes(20)))
struct DecompressionTests {
    private func received(_ folder: TemporaryDirectory) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count
    }

    @Test(arguments: [(["-xi"], TransferSyntax.implicitVRLittleEndian), ([], .implicitVRLittleEndian)])
    func `DCMTK's getscu gets every coding uncompressed, sample for sample`(
        options: [String], syntax: TransferSyntax
    ) throws {
        let study = try CompressedStudy()
        let output = try TemporaryDirectory()
        let tool = try Tool.run(
            "getscu",
            options + [
                "-v", "-S", "+B", "-od", output.url.path, "-aec", "THORAXD", "-k", "QueryRetrieveLevel=STUDY", "-k",
                "StudyInstanceUID=1.2.3", "127.0.0.1", "\(study.running.port)",
            ])
        #expect(tool.status == 0, "\(tool.output)")
        #expect(try received(output) == study.sent.count, "\(tool.output)")
        try study.judge(output.url, in: syntax)
        // The stored files are as they came, and no copy is left.
        for (instance, bytes) in study.sent { #expect(try study.running.storedDataSet(instance) == bytes) }
        #expect(try received(study.copies) == 0)
    }

    @Test(arguments: [("+xi", TransferSyntax.implicitVRLittleEndian), ("+xe", .explicitVRLittleEndian)])
    func `DCMTK's movescu has a study moved to a storescp that takes uncompressed images only`(
        option: String, syntax: TransferSyntax
    ) throws {
        let output = try TemporaryDirectory()
        let archive = try RunningTool.storescp(
            ["+B", option, "-aet", "ARCHIVE"], keeping: output.url)
        let study = try CompressedStudy(peers: [.destination("ARCHIVE", port: archive.port)])
        let tool = try Tool.run(
            "movescu",
            [
                "-v", "-S", "-aec", "THORAXD", "-aem", "ARCHIVE", "-k", "QueryRetrieveLevel=STUDY", "-k",
                "StudyInstanceUID=1.2.3", "127.0.0.1", "\(study.running.port)",
            ])
        #expect(tool.status == 0, "\(tool.output)")
        #expect(try received(output) == study.sent.count, "\(tool.output)")
        // +xe prefers Explicit VR, and each context that is proposed has one transfer syntax.
        try study.judge(output.url, in: syntax)
    }

    @Test func `a receiver that takes the stored transfer syntax gets the stored bytes`() throws {
        let output = try TemporaryDirectory()
        let archive = try RunningTool.storescp(["+B", "+xa", "-aet", "ARCHIVE"], keeping: output.url)
        let study = try CompressedStudy(
            ["lossless 13x15 stored 16 of 16 unsigned", "rle 13x15 stored 8 of 8 unsigned coded 8"],
            peers: [.destination("ARCHIVE", port: archive.port)])
        try Tool.run(
            "movescu",
            [
                "-S", "-aec", "THORAXD", "-aem", "ARCHIVE", "-k", "QueryRetrieveLevel=STUDY", "-k",
                "StudyInstanceUID=1.2.3", "127.0.0.1", "\(study.running.port)",
            ])
        let files = try FileManager.default.contentsOfDirectory(at: output.url, includingPropertiesForKeys: nil)
        #expect(try Set(files.map { try DICOMFile($0).dataSet }) == Set(study.sent.values))
    }

    @Test func `an image that cannot be decoded fails its own sub-operation, and the others go on`() throws {
        let study = try CompressedStudy(
            ["jpegls 12x16 stored 12 of 16 signed coded 12"], damaged: "lossless 13x15 stored 16 of 16 unsigned")
        let peer = try TestPeer(port: study.running.port)
        _ = try peer.associate([
            .init(1, SOPClass.studyRootGet, [.explicitVRLittleEndian]),
            .init(3, CompressedStudy.sopClass, [.explicitVRLittleEndian], asSCP: true),
        ])
        var writer = DataSetWriter(.explicitLittleEndian)
        writer.append(.queryRetrieveLevel, .codeString, "STUDY")
        writer.append(.studyInstanceUID, .uniqueIdentifier, "1.2.3")
        try peer.send(
            TestPeer.request(.getRequest, SOPClass.studyRootGet, messageID: 5, hasDataSet: true), context: 1,
            dataSet: writer.bytes)
        var stored: [String] = []
        while let (command, _) = try peer.readMessage() {
            if command.field == .storeRequest {
                stored.append(command.text(.affectedSOPInstanceUID) ?? "")
                try peer.send(CommandSet(respondingTo: command, status: .success), context: 3)
            } else if command[.status] != 0xFF00 {
                #expect(command[.status] == 0xB000)
                #expect(command[.completedSubOperations] == 1 && command[.failedSubOperations] == 1)
                break
            }
        }
        #expect(stored == ["1.2.3.1"])
        #expect(
            study.running.log.all.contains { $0.contains("its pixels cannot be decompressed") },
            "\(study.running.log.all)")
    }

    @Test func `an image that arrives again in another compression is the same one, and the first stays`() throws {
        let study = try CompressedStudy(["jpegls 12x16 stored 12 of 16 unsigned coded 12"])
        let first = try #require(study.sent["1.2.3.1"])
        let peer = try TestPeer(port: study.running.port)
        let image = try #require(first.firstRange(of: [0x28, 0, 0x02, 0, 0x55, 0x53])).lowerBound
        for (number, name, status) in [
            (1, "j2k 12x16 stored 12 of 16 unsigned coded 12", 0x0000),
            (3, "rle 12x16 stored 12 of 16 unsigned coded 16", 0x0000),
            (5, "explicit 12x16 stored 12 of 16 unsigned", 0x0000),
            (7, "jpegls-near 12x16 stored 12 of 16 unsigned coded 12", 0x0111),
        ] as [(UInt8, String, UInt16)] {
            let sample = try CodedSample(name)
            let file = try DICOMFile(sample.url)
            let other = try #require(file.dataSet.firstRange(of: [0x28, 0, 0x02, 0, 0x55, 0x53])).lowerBound
            let sender = number == 1 ? peer : try TestPeer(port: study.running.port)
            _ = try sender.associate([.init(1, CompressedStudy.sopClass, [file.transferSyntax])])
            let bytes = first[..<image] + file.dataSet[other...]
            #expect(
                try sender.store(Array(bytes), CompressedStudy.sopClass, "1.2.3.1")
                    == DIMSEStatus(rawValue: status), "\(name)")
            #expect(try sender.release())
        }
        #expect(try study.running.storedDataSet("1.2.3.1") == first)
        #expect(study.running.files(in: "quarantine").count == 1)
    }
}
