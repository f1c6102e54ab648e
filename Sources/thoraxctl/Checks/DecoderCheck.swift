import Decoding
import Foundation
import Platform

/// Starts a decoder of the installed `thoraxd`, and says what the kernel grants of its confinement. The service or its
/// container may be granted less; the daemon then says so as an incident.
struct DecoderCheck {
    func finding() -> CheckResult {
        let name = "decoder"
        let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        do throws(DecoderError) {
            let decoders = Decoders(DecoderSettings(), program: folder.appending(path: "thoraxd").path)
            guard let missing = try decoders.awaitReady().missing else {
                return .ok(name, "starts, and is confined by seccomp and Landlock")
            }
            return .warn(name, "starts, but without \(missing)", hint: Confinement.hint)
        } catch {
            return .fail(name, "\(error)", hint: error.hint)
        }
    }
}
