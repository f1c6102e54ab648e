import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Platform
import Testing
import WorkList

extension RunningNode {
    /// Sends images of study 1.2.3 to the node: 1.2.3.1 and on.
    ///
    /// - Returns: their data sets by SOP Instance UID.
    @discardableResult func fill(
        images: Int, in syntax: TransferSyntax = .explicitVRLittleEndian
    ) throws -> [String: [UInt8]] {
        let objects = (1...images).map { SampleObject(instance: "1.2.3.\($0)") }
        let peer = try TestPeer(port: port)
        let sopClass = SOPClass.computedRadiographyImage
        _ = try peer.associate([.init(1, sopClass, [syntax])])
        for object in objects { #expect(try peer.store(object.bytes, sopClass, object.instance) == .success) }
        #expect(try peer.release())
        return Dictionary(uniqueKeysWithValues: objects.map { ($0.instance, $0.bytes) })
    }

    /// Has the work list take an instance of which there is nothing but its header.
    func admit(_ header: InstanceHeader) throws {
        guard let calling = AETitle("MODALITY") else { preconditionFailure("MODALITY is an AE title") }
        _ = try workList.admit(
            header, path: "instances/\(header.sopInstanceUID).dcm",
            contents: .init(byteCount: 1, sha256: [UInt8](repeating: 0, count: 32)), callingAETitle: calling,
            settleAt: .now)
    }
}

extension Peer {
    /// A peer on this machine that objects may be moved to.
    static func destination(_ title: String, port: UInt16) -> Peer {
        guard let aeTitle = AETitle(title) else { preconditionFailure("\(title) is no AE title") }
        var peer = Peer(name: title.lowercased(), aeTitle: aeTitle)
        peer.host = "127.0.0.1"
        peer.port = port
        return peer
    }
}
