import DICOMCore
import DICOMNetwork
import Foundation
import OperatorErrors
import Platform
import ThoraxConfiguration
import WebAccess
import WorkList
import WorkListDatabase

/// Checks the state directory, its work list and its disk.
struct StateCheck {
    let configuration: DaemonConfiguration

    private var path: String { configuration.stateDirectory }

    func directory() -> [CheckResult] {
        guard let status = FileStatus(path) else {
            let parent = Directory.parent(of: path)
            guard errno == ENOENT, access(parent, W_OK) == 0 else {
                return [
                    .fail(
                        "state directory", "\(path) is not accessible",
                        hint: "create it, owned by the account of the service")
                ]
            }
            return [.warn("state directory", "\(path) does not exist", hint: "thoraxd creates it when it starts")]
        }
        let owner = Account(id: status.owner).name
        var findings: [CheckResult] = []
        if status.isOpenToOthers {
            findings.append(
                .warn("state directory", "every user of this machine can access \(path)", hint: "chmod 750 \(path)"))
        }
        // Root installs models, which the service only reads.
        let others = Directory.names(in: path).filter { $0 != "models" }.filter { name in
            FileStatus("\(path)/\(name)").map { $0.owner != status.owner } ?? false
        }
        if !others.isEmpty {
            findings.append(
                .fail(
                    "state directory", "files not owned by \(owner): \(others.sorted().joined(separator: ", "))",
                    hint: "chown -R --reference=\(path) \(path)"))
        }
        return findings.isEmpty ? [.ok("state directory", "\(path), owned by \(owner)")] : findings
    }

    /// Looks for tokens that have the AE title of a peer or of this node.
    func tokens() -> [CheckResult] {
        let titles = [configuration.aeTitle.description] + configuration.peers.map(\.aeTitle.description)
        let found = try? WorkListStore(stateDirectory: path, for: .asking).accessTokens(namedLike: titles)
        return (found ?? []).map(ConfigurationWarning.init).map { .warn("token", "\($0)", hint: $0.hint) }
    }

    func workList() -> CheckResult {
        let name = "work list"
        guard FileManager.default.fileExists(atPath: WorkListStore.path(in: path)) else {
            guard Directory.names(in: "\(path)/instances").isEmpty else {
                return .fail(
                    name, "the work list is missing, and there are stored files",
                    hint:
                        "before thoraxd starts, restore the latest backup (thoraxctl restore) or run thoraxctl rebuild")
            }
            return .warn(name, "there is no work list", hint: "thoraxd creates it when it starts")
        }
        do {
            let workList = try WorkListStore(stateDirectory: path, for: .asking)
            let counts = try workList.countsByState()
            if let fault = try workList.firstFault() {
                throw WorkListError.damaged(path: WorkListStore.path(in: path), message: fault)
            }
            return .ok(name, "\(counts.values.reduce(0, +)) studies")
        } catch {
            let hint = error.asOperatorError.hint
            if case WorkListError.otherSchema(_, isNewer: false, _) = error {
                return .warn(name, "\(error)", hint: hint)
            }
            return .fail(name, "\(error)", hint: hint)
        }
    }

    func disk() -> CheckResult {
        let name = "disk"
        var place = path
        while !Directory.exists(place), place != "/", place != "." { place = Directory.parent(of: place) }
        var status = statvfs()
        guard statvfs(place, &status) == 0 else {
            return .fail(name, "cannot read the file system of \(place)", hint: "name a state directory that exists")
        }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        let reserve = configuration.reserveMegabytes << 20
        let text = "\(describeBytes(free)) free; storage stops below \(describeBytes(reserve))"
        if free < reserve { return .fail(name, text, hint: "free space: C-STORE is refused now") }
        if status.f_files > 0, status.f_favail < status.f_files / 50 {
            return .fail(
                name, "only \(status.f_favail) inodes are free",
                hint: "delete files, or create the file system again with more inodes")
        }
        return free < reserve * 3 ? .warn(name, text, hint: "free space or enlarge the disk soon") : .ok(name, text)
    }
}
