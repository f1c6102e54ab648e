import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Glibc
import TestHarness
import Testing

/// Whether this process may mount a small file system, as only root can.
private let canMount: Bool = {
    guard geteuid() == 0, let directory = try? TemporaryDirectory() else { return false }
    let mounted = try? Tool.run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", directory.url.path])
    guard mounted?.status == 0 else { return false }
    _ = try? Tool.run("umount", [directory.url.path])
    return true
}()

@Suite(.blocking, .timeLimit(.minutes(10)))
struct HostileInputTests {
    private let cr = SOPClass.computedRadiographyImage

    /// One context for each of three stored classes and every transfer syntax, at most 128 in all; by class and syntax its
    /// identifier.
    private static let contexts: [(sopClass: UID, syntax: TransferSyntax, identifier: UInt8)] = {
        let classes = [
            SOPClass.computedRadiographyImage, SOPClass.digitalXRayImageForPresentation, SOPClass.secondaryCaptureImage,
        ]
        let pairs = classes.flatMap { sopClass in TransferSyntax.all.map { (sopClass, $0) } }
        return pairs.enumerated().map { ($1.0, $1.1, UInt8(2 * $0 + 1)) }
    }()

    private func associated(_ running: RunningNode) throws -> TestPeer {
        let peer = try TestPeer(port: running.port)
        let proposals = Self.contexts.map { TestPeer.Proposal($0.identifier, $0.sopClass, [$0.syntax]) }
        guard case .accepted(let accepted) = try peer.associate(proposals), accepted.count == proposals.count else {
            throw TestSocket.Broken(code: 0)
        }
        return peer
    }

    /// Data set, transfer syntax and, where the scan finds them, class and instance; else what a sender would claim.
    private func takeApart(_ file: URL) throws -> (
        dataSet: [UInt8], sopClass: UID, syntax: TransferSyntax, instance: String
    ) {
        let bytes = [UInt8](try Data(contentsOf: file))
        var source = ScanSource(bytes)
        let location = try? FileMetaInformation.Location(in: &source)
        let syntax = location?.transferSyntax ?? .explicitVRLittleEndian
        let dataSet = Array(bytes[(location?.dataSetOffset ?? 0)...])
        var scanned = ScanSource(dataSet)
        guard let header = try? InstanceHeader(scanning: &scanned, transferSyntax: syntax) else {
            return (dataSet, cr, syntax, "1.2.3")
        }
        let sopClass = Self.contexts.first { $0.sopClass.description == header.sopClassUID }?.sopClass ?? cr
        return (dataSet, sopClass, syntax, header.sopInstanceUID)
    }

    @Test(.enabled(if: SharedData.isPresent, "needs ../shared/data"))
    func `outlives every hostile file and keeps what it acknowledged`() throws {
        let running = try RunningNode()
        var peer = try associated(running)
        var statuses: [DIMSEStatus: Int] = [:]
        var acknowledged: [String: [UInt8]] = [:]
        let files = SharedData.files(in: "fuzz") + SharedData.files(in: "malformed")
        #expect(files.count > 600)
        for file in files {
            let (dataSet, sopClass, syntax, instance) = try takeApart(file)
            let context = Self.contexts.first { $0.sopClass == sopClass && $0.syntax == syntax }?.identifier ?? 1
            guard let status = try peer.store(dataSet, sopClass, instance, context: context) else {
                Issue.record("the association ended at \(file.lastPathComponent)")
                peer = try associated(running)
                continue
            }
            statuses[status, default: 0] += 1
            if status == .success, acknowledged[instance] == nil { acknowledged[instance] = dataSet }
            #expect(
                [.success, .dataSetDoesNotMatchSOPClass, .cannotUnderstand, .duplicateSOPInstance].contains(status),
                "\(status) for \(file.lastPathComponent)")
        }
        #expect(try peer.release())
        #expect(statuses[.cannotUnderstand] ?? 0 > 20, "\(statuses)")
        // Many of the files carry the same SOP Instance UID, so fewer stay than were sent.
        #expect(acknowledged.count > 10, "\(statuses)")
        for (instance, dataSet) in acknowledged {
            #expect(try running.storedDataSet(instance) == dataSet, "\(instance)")
        }
        #expect(running.files(in: "incoming").isEmpty)
    }

    @Test func `refuses ten thousand nested sequences and lives on`() throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let object = SampleObject()
        let context = Self.contexts.first { $0.syntax == .explicitVRLittleEndian }?.identifier ?? 1
        let item: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
        let open = SampleObject.element(Tag(0x0040, 0xA730), "SQ", [], length: .max) + item
        let close: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
        let nested = [open, close].flatMap { part in (0..<10_000).flatMap { _ in part } }
        #expect(try peer.store(object.bytes + nested, cr, object.instance, context: context) == .success)
        var before = SampleObject(instance: "1.2.3.2", pixels: [])
        before.pixels = []
        let head = Array(before.bytes.dropLast(12))
        #expect(try peer.store(head + nested, cr, before.instance, context: context) == .cannotUnderstand)
        #expect(try peer.release())
    }

    @Test func `takes an image that claims 65535 by 65535 pixels for the bytes it is`() throws {
        let running = try RunningNode()
        let peer = try associated(running)
        let context = Self.contexts.first { $0.syntax == .explicitVRLittleEndian }?.identifier ?? 1
        let object = SampleObject(rows: 65_535, columns: 65_535)
        #expect(try peer.store(object.bytes, cr, object.instance, context: context) == .success)
        #expect(try running.storedDataSet(object.instance) == object.bytes)
    }

    @Test func `answers A700 while less than the reserve is free`() throws {
        let running = try RunningNode(reservedBytes: .max)
        let peer = try associated(running)
        let object = SampleObject()
        #expect(try peer.store(object.bytes, cr, object.instance, context: 3) == .outOfResources)
        #expect(try peer.release())
        #expect(running.files(in: "").isEmpty)
    }

    @Test(.enabled(if: canMount, "needs to mount a file system of four megabytes"))
    func `answers A700 on a full disk, leaves nothing of the object and stores the next`() throws {
        let disk = try TemporaryDirectory()
        try #require(try Tool.run("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.url.path]).status == 0)
        defer { _ = try? Tool.run("umount", ["-l", disk.url.path]) }
        let running = try RunningNode(stateDirectory: disk.url.path)
        let peer = try associated(running)
        let context = Self.contexts.first { $0.syntax == .explicitVRLittleEndian }?.identifier ?? 1
        let big = SampleObject(pixels: [UInt8](repeating: 1, count: 8 << 20))
        #expect(try peer.store(big.bytes, cr, big.instance, context: context) == .outOfResources)
        // Just too large: the last bytes do not fit, where a receiver that trusts its buffer answers success.
        var fitting = 0
        for size in stride(from: 3_400_000, through: 4_200_000, by: 100_001) {
            let object = SampleObject(instance: "1.2.3.\(size)", pixels: [UInt8](repeating: 2, count: size))
            let status = try peer.store(object.bytes, cr, object.instance, context: context)
            if status == .success {
                fitting += 1
                #expect(try running.storedDataSet(object.instance) == object.bytes)
            } else {
                #expect(status == .outOfResources)
                #expect(try running.stored(object.instance) == nil)
            }
        }
        let small = SampleObject(instance: "1.2.3.9")
        #expect(try peer.store(small.bytes, cr, small.instance, context: context) == .success)
        #expect(fitting <= 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: disk.url.path + "/incoming").isEmpty)
    }
}
