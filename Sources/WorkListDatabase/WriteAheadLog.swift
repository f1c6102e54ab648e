import Platform

/// The write-ahead log of a work list. Writers start over at its beginning once all of it is in the database and no reader
/// needs it; during a long read it grows.
struct WriteAheadLog {
    /// Size to which writers cut the file when they start over, in bytes.
    static let keptBytes = 16 << 20
    /// Largest growth while the work list is copied, in bytes.
    static let growthLimit = 256 << 20

    private let path: String
    private let atBegin: Int

    /// - Parameter workList: path of the database.
    init(of workList: String) {
        path = workList + "-wal"
        atBegin = FileStatus(path)?.byteCount ?? 0
    }

    /// Growth of the log since this value was made, in bytes.
    var growth: Int { (FileStatus(path)?.byteCount ?? 0) - atBegin }

    /// - Throws: `WorkListError.changesTooFast` if the log has grown by more than the limit.
    func checkGrowth() throws { try checkGrowth(upTo: Self.growthLimit) }

    func checkGrowth(upTo limit: Int) throws {
        let growth = growth
        guard growth <= limit else { throw WorkListError.changesTooFast(bytes: growth) }
    }
}
