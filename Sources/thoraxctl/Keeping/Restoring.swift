import Administration
import Foundation
import Platform
import WorkList
import WorkListDatabase

/// One run of `thoraxctl restore`: copies files of a backup into a state directory and adds what came after it.
struct Restoring {
    private let backup: String
    private let directory: String
    private(set) var progress: Progress
    /// Files that could not be restored.
    private(set) var faults: [VerifyCommand.Fault] = []
    private let isShown: Bool

    static let faultHint =
        "thoraxctl verify lists them; restore them from another backup, or have their senders send them again"
    static let hint =
        "decisions, deliveries and users since the backup are not known: compare drafts of that time with the archive; "
        + "see the page incidents of the manual"

    init(from backup: String, _ entries: [BackupManifest.Entry], to directory: String, isShown: Bool) {
        (self.directory, self.isShown) = (directory, isShown)
        self.backup = URL(filePath: backup).standardizedFileURL.path
        let bytes = entries.reduce(0) { $0 + (FileStatus("\(backup)/\($1.path)")?.byteCount ?? 0) }
        progress = Progress(files: entries.count, bytes: bytes, isShown: isShown)
    }

    /// Copies a file of the backup, unless the directory has it with the same content.
    ///
    /// - Throws: `PlatformError` if the directory cannot be written.
    mutating func copy(_ entry: BackupManifest.Entry) throws {
        let target = "\(directory)/\(entry.path)"
        if FileStatus(target) != nil, let kept = try? DurableFile.Contents(ofFileAt: target),
            kept.sha256.hexadecimal == entry.digest
        {
            return progress.add(bytes: kept.byteCount)
        }
        try Directory.create(Directory.parent(of: target))
        let copied = try FileCopy(
            from: "\(backup)/\(entry.path)", to: target, digest: entry.digest, through: "\(directory)/incoming")
        switch copied {
        case .copied(let byteCount): progress.add(bytes: byteCount)
        case .differs: faults.append(.init(path: entry.path, problem: "does not match its digest in the backup"))
        case .unreadable(let error): faults.append(.init(path: entry.path, problem: "\(error)"))
        }
    }

    /// Copies the work list into a directory of its own, migrates it if an older version made it, and records the restore in
    /// it. `placeWorkList` puts it in place then, so that no interruption leaves a work list that does not know of its
    /// restore: the UIDs of later drafts depend on that.
    ///
    /// - Throws: `CommandFailure` if the backup's work list is not that of its manifest; `WorkListError` if it cannot be used.
    private mutating func stageWorkList(_ entry: BackupManifest.Entry, by actor: String) throws {
        try Directory.create(stage)
        let copied = try FileCopy(
            from: "\(backup)/\(entry.path)", to: WorkListStore.path(in: stage), digest: entry.digest, through: stage)
        guard case .copied(let byteCount) = copied else {
            throw CommandFailure(
                "\(entry.path) in the backup does not match its digest", hint: "use another backup")
        }
        progress.add(bytes: byteCount)
        let workList = try WorkListStore(stateDirectory: stage)
        try workList.record(.restored, by: actor, detail: ["backup": backup, "sha256": entry.digest])
        try workList.record(
            Incident(
                source: "restore", message: "the work list is not completely restored",
                hint: "stop thoraxd and run thoraxctl restore again; files that were copied are skipped"),
            cause: .restore)
        try workList.record(
            Incident(
                source: "restore", message: "the work list was restored from a backup; later decisions are not known",
                hint: Self.hint))
        try workList.copy(to: stagedPath)
    }

    /// Restores the work list, unless an interrupted run has restored the same copy: what was decided since is then kept. A
    /// later backup in the same directory has another copy.
    ///
    /// - Returns: the work list, open, and the name that a lost one has now.
    mutating func restoreWorkList(
        _ entry: BackupManifest.Entry, in place: LostWorkList, by actor: String
    ) throws -> (workList: WorkListStore, aside: String?) {
        removeStage()
        if place.condition == .partlyRestored(digest: entry.digest) {
            return (try WorkListStore(stateDirectory: directory), nil)
        }
        defer { removeStage() }
        try stageWorkList(entry, by: actor)
        return try placeWorkList(of: place)
    }

    /// Puts the staged work list in the place of the lost one.
    ///
    /// - Returns: the work list, open, and the name that the lost one has now, if there was one.
    private func placeWorkList(of lost: LostWorkList) throws -> (workList: WorkListStore, aside: String?) {
        let aside = try lost.putAside()
        try DurableFile.commit(stagedPath, as: WorkListStore.path(in: directory))
        removeStage()
        return (try WorkListStore(stateDirectory: directory), aside)
    }

    /// Removes what this run or an interrupted one has staged.
    private func removeStage() { Directory.remove(stage) }

    private var stage: String { InstanceFiles.staging(in: directory) }
    private var stagedPath: String { "\(stage)/recorded.sqlite" }

    /// Lists the files that neither the backup nor the directory has, and admits the stored files without a row.
    ///
    /// - Returns: what was admitted, nil if every file has a row, and the number of studies on hold.
    mutating func conclude(
        _ workList: WorkListStore, _ faultyLines: [Int], by actor: String
    ) throws -> (added: RebuildReport?, held: Int) {
        progress.end()
        for line in faultyLines {
            faults.append(.init(path: BackupManifest.name, problem: "line \(line) names no file of a backup"))
        }
        var known = Set(faults.map(\.path))
        try workList.eachListedFile { file in
            if FileStatus(workList.files.absolute(file.path)) == nil, known.insert(file.path).inserted {
                faults.append(.init(path: file.path, problem: "not in the backup"))
            }
            return true
        }
        if !faults.isEmpty {
            try workList.record(
                Incident(
                    source: "restore", message: "restored without \(faults.count) files that the backup could not give",
                    hint: Self.faultHint))
        }
        var rebuilder = WorkListRebuilder(workList)
        let hasMore = try rebuilder.paths().contains { try !workList.isListed($0) }
        let held = hasMore ? try rebuilder.admitAll(by: actor, isShown: isShown) : 0
        try workList.closeIncidents(.restore)
        return (hasMore ? rebuilder.report : nil, held)
    }
}
