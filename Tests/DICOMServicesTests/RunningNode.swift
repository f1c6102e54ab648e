import Auditing
import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import Foundation
import Intake
import Logging
import Platform
import Query
import WorkList
import WorkListDatabase

/// A node with a work list of its own in a temporary directory, served until it goes.
final class RunningNode {
    let directory: TemporaryDirectory
    let workList: WorkListStore
    let node: DICOMNode
    let log = LogLines()
    let audit = AuditInbox()

    /// - Parameter stateDirectory: where to keep things; a temporary directory unless a test needs its own.
    init(
        stateDirectory: String? = nil, associationLimit: Int = 25, reservedBytes: Int = 0,
        quietPeriod: Duration = .seconds(3600), peers: [Peer] = [], unknownPeers: UnknownPeers = .learn,
        address: String = "127.0.0.1", secure: DICOMNode.Settings.SecureEndpoint? = nil,
        destinationPatience: Int32 = 10_000, maximumResults: Int = 1000,
        limits: ReadBudget.Limits = .init(), decoding: (any ImageDecoding)? = nil, port: UInt16 = 0
    ) throws {
        directory = try TemporaryDirectory()
        workList = try WorkListStore(stateDirectory: stateDirectory ?? directory.url.path)
        guard let title = AETitle("THORAXD") else { preconditionFailure("THORAXD is an AE title") }
        var settings = DICOMNode.Settings(aeTitle: title)
        settings.address = address
        settings.peers = PeerDirectory(peers, unknown: unknownPeers)
        settings.secure = secure
        settings.port = port
        settings.associationLimit = associationLimit
        settings.reservedBytes = reservedBytes
        // Far longer than a test waits on a busy machine; deadlines have tests of their own in DICOMNetworkTests.
        settings.deadlines.idle = 600_000
        var deadlines = Deadlines()
        deadlines.request = destinationPatience
        deadlines.idle = destinationPatience
        let log = log
        let logger = Logger(label: "test") { _ in log }
        node = try DICOMNode(
            settings, intake: InstanceIntake(workList: workList, quietPeriod: quietPeriod, decoding: decoding),
            query: IndexQuery(workList: workList, maximumResults: maximumResults, limits: limits), workList: workList,
            requestor: AssociationRequestor(callingAETitle: title, deadlines: deadlines), decoding: decoding,
            audit: audit, logger: logger)
        let node = node
        try OwnedThread.start(name: "node") { node.serve() }
    }

    deinit { node.stop() }

    var port: UInt16 { node.port ?? 0 }

    /// What the work list holds for a SOP Instance UID.
    func stored(_ sopInstanceUID: String) throws -> StoredInstance? {
        try workList.instances([.isOneOf(.sopInstanceUID, [sopInstanceUID])], limit: 1).first
    }

    /// The data set of a stored instance, without the file meta information before it.
    func storedDataSet(_ sopInstanceUID: String) throws -> [UInt8]? {
        guard let instance = try stored(sopInstanceUID) else { return nil }
        return try DICOMFile(URL(filePath: instance.path)).dataSet
    }

    /// Files below a folder of the state directory.
    func files(in folder: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: directory.url.appending(path: folder).path)
        return (found?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".dcm") || $0.hasSuffix(".part") }
    }
}

/// A DICOM file taken apart at its data set.
struct DICOMFile {
    let transferSyntax: TransferSyntax
    let dataSet: [UInt8]

    init(_ url: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: url))
        var source = ScanSource(bytes)
        let location = try FileMetaInformation.Location(in: &source)
        transferSyntax = location.transferSyntax
        dataSet = Array(bytes[location.dataSetOffset...])
    }
}
