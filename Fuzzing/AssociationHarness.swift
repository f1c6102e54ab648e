internal import CDCMTK
@testable import DICOMNetwork
import DICOMCore
import Glibc

private let policy: NegotiationPolicy = {
    let offered =
        [
            SOPClass.verification, SOPClass.storageCommitmentPushModel, SOPClass.studyRootFind,
            SOPClass.studyRootMove, SOPClass.studyRootGet,
        ]
        + SOPClass.storedImages + SOPClass.storedDocuments
    let offer = NegotiationPolicy.Offer(transferSyntaxes: TransferSyntax.all, isSCU: true)
    return NegotiationPolicy(Dictionary(uniqueKeysWithValues: offered.map { ($0, offer) }))
}()

private let registry = AssociationRegistry(
    connectionLimit: 8, associationLimit: 8, silent: AssociationListener.defaultSilentConnections
) {}

/// Plays a peer that sends these bytes and closes: association request, PDVs, command sets and data sets, until an
/// error, a release or the end.
let associationHarness: Harness = { bytes in
    guard cd_initialize() == nil else { fatalError("DCMTK does not start") }
    var pair: [Int32] = [-1, -1]
    guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0 else { fatalError("socketpair") }
    // More than the socket's buffer holds would wait for a reader that has not begun.
    _ = bytes.withUnsafeBytes { send(pair[0], $0.baseAddress, min($0.count, 64 << 10), 0) }
    shutdown(pair[0], Int32(SHUT_WR))
    defer { close(pair[0]) }

    guard let entry = registry.add(pair[1], from: "127.0.0.1") else {
        fatalError("a connection of before is still open")
    }
    var received: OpaquePointer?
    let outcome = cd_association_receive(pair[1], AssociationListener.maxPDU, nil, 1000, &received)
    guard outcome == .done, let handle = received else { return }
    defer { cd_association_destroy(handle) }
    let opening = AssociationOpening(handle, peer: nil, isSecure: false)
    guard let contexts = try? opening.accept(policy, within: 1000) else { return }
    let association = Association(
        handle, request: opening.request, contexts: contexts, entry: entry, deadlines: Deadlines())
    do throws(NetworkError) {
        while let message = try association.receiveMessage() {
            if message.command.hasDataSet { try association.receiveDataSet(of: message) { _ in } }
        }
    } catch {}
}
