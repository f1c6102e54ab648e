import Platform

/// The write-ahead log of a work list. Writers begin it again from its start once all of it is in the database and no reader is
/// at an earlier state; a long read keeps it growing until then.
struct WriteAheadLog {
    /// Size to which writers cut the file when they begin it again.
    static let keptBytes = 16 << 20
    /// Bytes by which it may grow while the work list is copied.
    static let growthLimit = 256 << 20

    private let path: String
    private let atBegin: Int

    /// - Parameter workList: path of the database.
    init(of workList: String) {
        path = workList + "-wal"
        atBegin = FileStatus(path)?.byteCount ?? 0
    }

    /// Bytes by which the log is longer than when this value was made.
    var growth: Int { (FileStatus(path)?.byteCount ?? 0) - atBegin }

    /// - Throws: `WorkListError.changesTooFast` if the log has grown by more than the limit.
    func checkGrowth() throws { try checkGrowth(upTo: Self.growthLimit) }

    func checkGrowth(upTo limit: Int) throws {
        let growth = growth
        guard growth <= limit else { throw WorkListError.changesTooFast(bytes: growth) }
    }
}
