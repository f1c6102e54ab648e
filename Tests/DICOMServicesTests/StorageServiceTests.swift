import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import Foundation
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

private let cr = SOPClass.computedRadiographyImage

private func associated(
    _ running: RunningNode, _ sopClass: UID = cr, _ syntax: TransferSyntax = .explicitVRLittleEndian
) throws -> TestPeer {
    let peer = try TestPeer(port: running.port)
    guard case .accepted = try peer.associate([.init(1, sopClass, [syntax])]) else {
        throw TestSocket.Broken(code: 0)
    }
    return peer
}

@Suite(.blocking, .timeLimit(.minutes(10)))
struct StorageServiceTests {
    @Test func `stores what storescu sends, byte for byte, and knows it from then on`() throws {
        let running = try RunningNode()
        let file = running.directory.url.appending(path: "a.dcm")
        let object = SampleObject()
        let meta = FileMetaInformation(
            sopClassUID: cr, sopInstanceUID: try #require(UID(object.instance)),
            transferSyntax: .explicitVRLittleEndian)
        try Data(meta.encoded + object.bytes).write(to: file)
        // Named as MR it would be refused; DCMTK sends data sets re-encoded with group lengths removed, here none.
        let tool = try Tool.run(
            "storescu", ["-aet", "MODALITY", "-aec", "THORAXD", "127.0.0.1", "\(running.port)", file.path])
        #expect(tool.status == 0, "\(tool.output)")
        #expect(try running.storedDataSet(object.instance) == object.bytes)
        #expect(running.files(in: "incoming").isEmpty)
    }

    @Test(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
    func `keeps the bytes of every transfer syntax as they are`() throws {
        let running = try RunningNode()
        let files = SharedData.files(in: "transfer_syntaxes")
            .filter { file in
                TransferSyntax.all.contains { !$0.isDeflated && file.path.hasSuffix("_\($0.uid).dcm") }
            }
        #expect(files.count == 14)
        for (number, file) in files.enumerated() {
            let original = try DICOMFile(file)
            // The images are of a class the node does not store: of equal length, its identifier takes their place.
            var source = ScanSource(original.dataSet)
            let header = try InstanceHeader(scanning: &source, transferSyntax: original.transferSyntax)
            let instance = String(header.sopInstanceUID.dropLast(2)) + "\(10 + number)"
            let dataSet = original.dataSet
                .replacing(Array("1.2.840.10008.5.1.4.1.1.2\0".utf8), with: Array("1.2.840.10008.5.1.4.1.1.7\0".utf8))
                .replacing(Array(header.sopInstanceUID.utf8), with: Array(instance.utf8))
            let peer = try associated(running, SOPClass.secondaryCaptureImage, original.transferSyntax)
            let status = try peer.store(dataSet, SOPClass.secondaryCaptureImage, instance, fragmentSize: 16_378)
            #expect(status == .success, "\(file.lastPathComponent)")
            #expect(try running.storedDataSet(instance) == dataSet, "\(file.lastPathComponent)")
            #expect(try running.stored(instance)?.transferSyntaxUID == original.transferSyntax.uid.description)
            #expect(try peer.release())
        }
    }

    @Test func `stores what storescu deflates and finds the header in it`() throws {
        let running = try RunningNode()
        let file = running.directory.url.appending(path: "a.dcm")
        let object = SampleObject(pixels: [UInt8](repeating: 5, count: 100_000))
        let meta = FileMetaInformation(
            sopClassUID: cr, sopInstanceUID: try #require(UID(object.instance)),
            transferSyntax: .explicitVRLittleEndian)
        try Data(meta.encoded + object.bytes).write(to: file)
        let tool = try Tool.run("storescu", ["-xd", "-aec", "THORAXD", "127.0.0.1", "\(running.port)", file.path])
        #expect(tool.status == 0, "\(tool.output)")
        let stored = try #require(try running.stored(object.instance))
        #expect(try running.workList.instances([.isOneOf(.patientID, [object.patientID])], limit: 1).count == 1)
        #expect(stored.transferSyntaxUID == TransferSyntax.deflatedExplicitVRLittleEndian.uid.description)
        let dataSet = try #require(try running.storedDataSet(object.instance))
        #expect(dataSet.count < 10_000)
        let inflated = try Inflation(ScanSource(dataSet), from: 0).everything()
        #expect(inflated.suffix(100_000) == object.bytes.suffix(100_000))
    }

    @Test(
        .enabled(if: SharedData.isPresent, "needs ../shared/data"),
        arguments: [("-xv", "RG2_J2KR"), ("-xw", "RG2_J2KI")])
    func `stores what storescu sends in JPEG 2000, byte for byte`(option: String, name: String) throws {
        let running = try RunningNode()
        let file = SharedData.file("chest_dicom/\(name).dcm")
        let tool = try Tool.run("storescu", [option, "-aec", "THORAXD", "127.0.0.1", "\(running.port)", file.path])
        #expect(tool.status == 0, "\(tool.output)")
        let original = try DICOMFile(file)
        var source = ScanSource(original.dataSet)
        let header = try InstanceHeader(scanning: &source, transferSyntax: original.transferSyntax)
        let stored = try running.stored(header.sopInstanceUID)
        #expect(stored?.transferSyntaxUID == original.transferSyntax.uid.description)
        let pixels = try running.storedDataSet(header.sopInstanceUID)?.suffix(100_000)
        #expect(pixels == original.dataSet.suffix(100_000))
    }

    @Test func `answers C000 to a deflated bomb and to a damaged stream, and goes on`() throws {
        let running = try RunningNode()
        let peer = try associated(running, cr, .deflatedExplicitVRLittleEndian)
        let object = SampleObject()
        // One block of fixed codes: a zero, then without end "258 times the byte before", thirteen bits each.
        var bits: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
        let again: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0]
        for _ in 0..<(8 * 13) { bits += again }
        let opening = bits.count / 8
        let bytes = (0..<opening).map { byte in (0..<8).reduce(0) { $0 | bits[8 * byte + $1] << $1 } }
        // Thirteen bytes hold eight codes whole, so the stream repeats itself.
        let period = Array(bytes.suffix(13))
        let bomb = bytes + (0..<40_000).flatMap { _ in period }
        #expect(try peer.store(bomb, cr, object.instance) == .cannotUnderstand)
        #expect(try peer.store([0xFF] + object.bytes, cr, object.instance) == .cannotUnderstand)
        #expect(try peer.release())
        #expect(running.log.all.contains { $0.contains("inflates to more than") })
        #expect(running.files(in: "").isEmpty)
    }

    @Test(arguments: TransferSyntax.all.filter { !$0.isDecodable })
    func `keeps what it cannot decode`(syntax: TransferSyntax) throws {
        let running = try RunningNode()
        let peer = try associated(running, cr, syntax)
        let object = SampleObject()
        #expect(try peer.store(object.bytes, cr, object.instance) == .success)
        #expect(try running.stored(object.instance)?.transferSyntaxUID == syntax.uid.description)
        #expect(try running.storedDataSet(object.instance) == object.bytes)
    }

    @Test func `answers A900 where the data set is another object than the command says`() throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let object = SampleObject()
        let mismatch = DIMSEStatus.dataSetDoesNotMatchSOPClass
        #expect(try peer.store(object.bytes, cr, "9.9.9") == mismatch)
        #expect(try peer.store(object.bytes, SOPClass.secondaryCaptureImage, object.instance) == mismatch)
        var other = object
        other.sopClassUID = SOPClass.digitalXRayImageForPresentation
        #expect(try peer.store(other.bytes, cr, object.instance) == mismatch)
        // The association goes on, and nothing of them is left.
        #expect(try peer.store(object.bytes, cr, object.instance) == .success)
        #expect(running.files(in: "instances").count == 1)
        #expect(running.files(in: "incoming").isEmpty)
    }

    @Test func `answers C000 to a data set without its UIDs, a truncated one, and other bytes`() throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let object = SampleObject()
        var noStudy = object
        noStudy.study = ""
        var hostile = object
        hostile.series = "../../../etc/passwd"
        let dataSets = [
            noStudy.bytes, hostile.bytes, Array(object.bytes.dropLast(20)), Array("This is no data set.".utf8), [],
            [UInt8](repeating: 0xFF, count: 1000),
        ]
        for dataSet in dataSets {
            #expect(try peer.store(dataSet, cr, object.instance) == .cannotUnderstand)
        }
        var command = TestPeer.request(.storeRequest, cr)
        command.setText(.affectedSOPInstanceUID, object.instance)
        try peer.send(command, context: 1)
        #expect(try peer.readMessage()?.command[.status] == 0xC000)
        #expect(try peer.store(object.bytes, cr, object.instance) == .success)
        #expect(running.files(in: "").count == 1)
    }

    @Test func `says in the error comment why, and names no patient there or in the log`() throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let object = SampleObject()
        var command = TestPeer.request(.storeRequest, cr, hasDataSet: true)
        command.setText(.affectedSOPInstanceUID, object.instance)
        try peer.send(command, context: 1, dataSet: Array(object.bytes.dropLast(20)))
        let response = try #require(try peer.readMessage()).command
        #expect(response.text(.errorComment)?.hasPrefix("the data set ends within (") == true)
        #expect(try peer.release())
        let log = running.log.all.joined(separator: "\n")
        #expect(log.contains("object refused") && log.contains("C000"))
        running.node.rememberCallers()
        let caller = try #require(try running.workList.callers().first)
        #expect(caller.refusal?.hasPrefix("object refused: ") == true && caller.refusedAt != nil, "\(caller)")
        #expect(!log.contains("Doe") && !log.contains("P1"))
    }

    @Test func `takes a resent object for stored, and puts other bytes under its identifier aside`() throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let object = SampleObject()
        #expect(try peer.store(object.bytes, cr, object.instance) == .success)
        #expect(try peer.store(object.bytes, cr, object.instance) == .success)
        var other = object
        other.pixels.reverse()
        #expect(try peer.store(other.bytes, cr, object.instance) == .duplicateSOPInstance)
        #expect(try running.storedDataSet(object.instance) == object.bytes)
        #expect(running.files(in: "quarantine").count == 1)
    }

    @Test func `the same image in other bytes is a success, the first stays, and the log names no patient`() throws {
        let running = try RunningNode()
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([.init(1, cr, [.explicitVRLittleEndian]), .init(3, cr, [.implicitVRLittleEndian])])
        let object = SampleObject()
        #expect(try peer.store(object.bytes, cr, object.instance) == .success)
        #expect(try peer.store(object.encoded(.implicitLittleEndian), cr, object.instance, context: 3) == .success)
        var corrected = object
        corrected.patientName = "Roe^Jane"
        #expect(try peer.store(corrected.bytes, cr, object.instance) == .success)
        #expect(try running.storedDataSet(object.instance) == object.bytes)
        #expect(running.files(in: "quarantine").isEmpty)
        let log = running.log.all.joined(separator: "\n")
        #expect(log.contains("the same image in other bytes") && log.contains("(0010,0010)") && !log.contains("Roe"))

        var other = object
        other.patientID = "P2"
        var command = TestPeer.request(.storeRequest, cr, hasDataSet: true)
        command.setText(.affectedSOPInstanceUID, object.instance)
        try peer.send(command, context: 1, dataSet: other.bytes)
        let response = try #require(try peer.readMessage()).command
        #expect(response[.status] == 0x0111)
        #expect(response.text(.errorComment) == "another object has this UID: it differs in (0010,0020)")
        #expect(running.log.all.contains { $0.contains("it differs in (0010,0020)") && !$0.contains("P2") })
    }

    @Test func `a Series Instance UID of another study is stored in both`() throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let object = SampleObject()
        let other = SampleObject(instance: "1.2.4.1", study: "1.2.4")
        for object in [object, other] { #expect(try peer.store(object.bytes, cr, object.instance) == .success) }
        #expect(try running.stored("1.2.4.1")?.seriesInstanceUID == running.stored("1.2.3.1")?.seriesInstanceUID)
    }

    @Test func `drops an object whose sender vanishes, and keeps those before it`() async throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let first = SampleObject()
        #expect(try peer.store(first.bytes, cr, first.instance) == .success)
        let second = SampleObject(instance: "1.2.3.2")
        var command = TestPeer.request(.storeRequest, cr, hasDataSet: true)
        command.setText(.affectedSOPInstanceUID, second.instance)
        try peer.sendFragment(command.encoded, context: 1, isCommand: true, isLast: true)
        try peer.sendFragment(second.bytes.prefix(100), context: 1, isCommand: false, isLast: false)
        peer.socket.vanish()
        try await waitUntil { running.log.all.contains { $0.contains("association ended") } }
        #expect(try running.storedDataSet(first.instance) == first.bytes)
        #expect(try running.stored(second.instance) == nil)
        #expect(running.files(in: "incoming").isEmpty)
    }

    @Test func `stores one identifier once when many associations send it at a time`() async throws {
        let running = try RunningNode()
        let object = SampleObject(pixels: [UInt8](repeating: 7, count: 200_000))
        let statuses = try await withThrowingTaskGroup(of: DIMSEStatus?.self) { group in
            for _ in 0..<8 {
                let port = running.port
                group.addTask {
                    let peer = try TestPeer(port: port)
                    _ = try peer.associate([.init(1, cr, [.explicitVRLittleEndian])])
                    return try peer.store(object.bytes, cr, object.instance)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.allSatisfy { $0 == .success })
        #expect(running.files(in: "instances").count == 1)
        #expect(try running.storedDataSet(object.instance) == object.bytes)
    }

    @Test func `accepts images and the documents that come along, and no other modality's objects`() throws {
        let running = try RunningNode()
        let peer = try TestPeer(port: running.port)
        let reply = try peer.associate([
            .init(1, SOPClass.basicTextSR, [.explicitVRLittleEndian]),
            .init(3, try #require(UID("1.2.840.10008.5.1.4.1.1.2")), [.explicitVRLittleEndian]),
            .init(5, cr, [.jpegLSLossless, .explicitVRLittleEndian]),
        ])
        #expect(
            reply
                == .accepted([
                    1: TransferSyntax.explicitVRLittleEndian.uid.description,
                    5: TransferSyntax.jpegLSLossless.uid.description,
                ]))
    }
}
