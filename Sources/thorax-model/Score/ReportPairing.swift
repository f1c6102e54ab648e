/// Pairs the reports of two files by id, in the order of the references.
enum ReportPairing {
    struct Pair {
        let id: String
        let reference: String
        let candidate: String
    }

    /// Throws `ReportLinesError` with file and line if an id is duplicated or missing in the other file, or if a file
    /// is empty.
    static func read(references: String, candidates: String) throws -> [Pair] {
        let wanted = try reports(references)
        let found = try reports(candidates)
        guard !wanted.isEmpty else {
            throw ReportLinesError.unreadable(path: references, reason: "it contains no reports")
        }
        let partners = Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
        let known = Set(wanted.map(\.id))
        if let extra = found.first(where: { !known.contains($0.id) }) {
            throw unpaired(extra, in: candidates, without: references)
        }
        return try wanted.map { reference in
            guard let candidate = partners[reference.id] else {
                throw unpaired(reference, in: references, without: candidates)
            }
            return Pair(id: reference.id, reference: reference.text, candidate: candidate.text)
        }
    }

    private static func reports(_ path: String) throws -> [ReportLine] {
        var lines = try ReportLines(path: path)
        var reports: [ReportLine] = []
        var places: [String: Int] = [:]
        while let report = try lines.next() {
            if let place = places.updateValue(report.line, forKey: report.id) {
                throw ReportLinesError.badLine(
                    path: path, line: report.line, reason: "the id \"\(report.id)\" is already on line \(place)")
            }
            reports.append(report)
        }
        return reports
    }

    private static func unpaired(_ report: ReportLine, in path: String, without other: String) -> ReportLinesError {
        .badLine(path: path, line: report.line, reason: "the id \"\(report.id)\" is not in \(other)")
    }
}
