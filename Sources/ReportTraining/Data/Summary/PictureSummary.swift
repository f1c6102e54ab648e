import Foundation
import Imaging
import ReportGeneration

/// Sizes and repetitions of a data set's pictures.
package struct PictureSummary: Codable, Sendable, Equatable {
    package let rows: DatasetSummary.Spread
    package let columns: DatasetSummary.Spread
    /// Pictures whose file, byte for byte, belongs to another study too.
    package let repeated: Int
    /// Files that cannot be decoded, and why; at most the first twenty.
    package let unreadable: [String]
    package let unreadableCount: Int

    private static let shownFaults = 20

    /// Decodes every picture that is a file once; nil if there is none.
    ///
    /// - Parameter tick: gets the number of pictures read, and of all.
    package init?(_ dataset: StudyDataset, tick: (Int, Int) -> Void = { _, _ in }) {
        let files = Fold.allCases.flatMap { dataset[$0] }.flatMap { study in
            study.views.compactMap { view -> (study: String, url: URL)? in
                if case .file(let url) = view { (study.id, url) } else { nil }
            }
        }
        var (rows, columns, faults): ([Int], [Int], [String]) = ([], [], [])
        var studies: [String: [String]] = [:]
        for (index, file) in files.enumerated() {
            do {
                let image = try Picture(path: file.url.path).image
                rows.append(image.rows)
                columns.append(image.columns)
                studies[ModelBundle.hash(try Data(contentsOf: file.url)), default: []].append(file.study)
            } catch {
                faults.append("\(error)")
            }
            tick(index + 1, files.count)
        }
        guard let rows = DatasetSummary.Spread(rows), let columns = DatasetSummary.Spread(columns) else { return nil }
        (self.rows, self.columns) = (rows, columns)
        repeated = studies.values.reduce(0) { $0 + (Set($1).count > 1 ? $1.count : 0) }
        unreadable = Array(faults.prefix(Self.shownFaults))
        unreadableCount = faults.count
    }
}
