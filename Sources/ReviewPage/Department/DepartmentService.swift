import Administration
import Hummingbird
import WebServing
import WorkListDatabase

/// Serves statistics of the department as JSON, or one table as CSV. Blocks.
struct DepartmentService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    func answer(_ asked: PageRequest) throws -> Response {
        var values: [String: String] = [:]
        for parameter in try QueryString(asked.request.query).parameters {
            let value = try QueryString.decode(parameter.raw)
            if !value.isEmpty { values[parameter.name] = value }
        }
        guard let range = DayRange(from: values["from"], to: values["to"]) else {
            throw WebError.parameter(
                "from", expected: "a day, YYYY-MM-DD, before that of to and at most \(DayRange.limit) days earlier")
        }
        let statistics = try parts.workList.departmentStatistics(range)
        let isCSV = asked.request.headers[values: .accept].contains { $0.contains("text/csv") }
        guard isCSV || values["table"] != nil else { return .json(statistics) }
        guard let table = DepartmentStatistics.Table(rawValue: values["table"] ?? "days") else {
            let names = DepartmentStatistics.Table.allCases.map(\.rawValue).joined(separator: ", ")
            throw WebError.parameter("table", expected: "one of \(names)")
        }
        var response = Response.bytes(Array(statistics.csv(table).utf8), "text/csv; charset=utf-8; header=present")
        response.headers[.contentDisposition] =
            "attachment; filename=\"\(table.rawValue)-\(statistics.from)-\(statistics.to).csv\""
        return response
    }
}
