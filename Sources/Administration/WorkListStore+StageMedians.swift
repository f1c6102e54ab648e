import WorkList
package import WorkListDatabase

extension WorkListStore {
    /// Returns the median seconds of each stage over the latest drafts; empty before the first draft.
    package func stageMedians(ofDrafts limit: Int = 100) throws -> [String: Double] {
        Dictionary(grouping: try stageSeconds(limit: limit).flatMap(\.self), by: \.key).mapValues { stage in
            let seconds = stage.map(\.value).sorted()
            return (seconds[(seconds.count - 1) / 2] + seconds[seconds.count / 2]) / 2
        }
    }
}
