package import Control
import DICOMCore
import DICOMNetwork

extension DaemonConfiguration {
    /// Settings for changes that users of this machine ask for.
    package var changes: ChangeDesk.Settings {
        let peers = peers
        return .init(
            claimMinutes: reviewClaimMinutes, retention: retentionPolicy, aeTitle: aeTitle.description,
            peerTitles: peers.map(\.aeTitle.description)
        ) { sender in
            peers.filter { peer in
                peer.aeTitle.description != sender && ReportForm.ofSignedSR.contains(where: peer.forms.contains)
            }.map(\.name)
        }
    }
}
