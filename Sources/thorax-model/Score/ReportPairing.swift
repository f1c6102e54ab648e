/// Pairs the reports of two files by id, in the order of the references.
enum ReportPairing {
    struct Pair {
        let id: String
        let reference: String
        let candidate: String
    }

    private typealias Line = (line: Int, record: ReportLine)

    /// Throws `JSONLinesError` with file and line if an id is duplicated or missing in the other file, or if a file
    /// is empty.
    static func read(references: String, candidates: String) throws -> [Pair] {
        let wanted = try reports(references)
        let found = try reports(candidates)
        guard !wanted.isEmpty else {
            throw JSONLinesError.unreadable(path: references, reason: "it contains no reports")
        }
        let partners = Dictionary(uniqueKeysWithValues: found.map { ($0.record.id, $0.record) })
        let known = Set(wanted.map(\.record.id))
        if let extra = found.first(where: { !known.contains($0.record.id) }) {
            throw unpaired(extra, in: candidates, without: references)
        }
        return try wanted.map { reference in
            guard let candidate = partners[reference.record.id] else {
                throw unpaired(reference, in: references, without: candidates)
            }
            return Pair(
                id: reference.record.id, reference: reference.record.text, candidate: candidate.text)
        }
    }

    private static func reports(_ path: String) throws -> [Line] {
        var lines = try JSONLines<ReportLine>(path: path)
        var reports: [Line] = []
        var places: [String: Int] = [:]
        while let report = try lines.next() {
            if let place = places.updateValue(report.line, forKey: report.record.id) {
                throw bad(report, in: path, "the id \"\(report.record.id)\" is already on line \(place)")
            }
            reports.append(report)
        }
        return reports
    }

    private static func unpaired(_ report: Line, in path: String, without other: String) -> JSONLinesError {
        bad(report, in: path, "the id \"\(report.record.id)\" is not in \(other)")
    }

    private static func bad(_ report: Line, in path: String, _ reason: String) -> JSONLinesError {
        .badLine(path: path, line: report.line, reason: reason, example: ReportLine.example)
    }
}
