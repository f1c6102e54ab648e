import DICOMCore
import GRDB

/// A table of the index with the columns that are filled from a header, and the SQL that fills them.
struct IndexTable: Sendable {
    let name: String
    let columns: [IndexColumn]
    /// SQL that inserts a row: the columns of the instance's identity and storage first, then those from the header.
    let insertion: String
    private let update: String

    static let study = IndexTable(
        "study", filledByCaller: ["studyInstanceUID"], computed: ["patientHash"],
        ending: "ON CONFLICT (studyInstanceUID) DO NOTHING")
    static let series = IndexTable(
        "series", filledByCaller: ["studyRow", "seriesInstanceUID"],
        ending: "ON CONFLICT (seriesInstanceUID, studyRow) DO NOTHING")
    static let instance = IndexTable(
        "instance",
        filledByCaller: [
            "seriesRow", "sopInstanceUID", "sopClassUID", "transferSyntaxUID", "path", "byteCount", "sha256", "origin",
            "callingAETitle", "storedAt",
        ])

    /// Columns that only eligibility reads.
    private static let ofEligibility: [IndexColumn] = [
        IndexColumn(table: "instance", name: "anatomicRegion") { $0.anatomicRegion?.meaning },
        IndexColumn(table: "instance", name: "anatomicRegionCodeValue") { $0.anatomicRegion?.value },
        IndexColumn(table: "instance", name: "anatomicRegionCodingScheme") { $0.anatomicRegion?.scheme },
        IndexColumn(table: "instance", name: "viewPosition") { $0.viewPosition },
        IndexColumn(table: "instance", name: "viewCodeValue") { $0.viewCode?.value },
        IndexColumn(table: "instance", name: "viewCodingScheme") { $0.viewCode?.scheme },
        IndexColumn(table: "instance", name: "viewCodeMeaning") { $0.viewCode?.meaning },
        IndexColumn(table: "instance", name: "viewModifierValues") { ViewModifierColumns.joined($0, \.value) },
        IndexColumn(table: "instance", name: "viewModifierSchemes") { ViewModifierColumns.joined($0, \.scheme) },
        IndexColumn(table: "instance", name: "viewModifierMeanings") { ViewModifierColumns.joined($0, \.meaning) },
        IndexColumn(table: "instance", name: "patientOrientation") { $0.patientOrientation },
        IndexColumn(table: "instance", name: "imageType") { $0.imageType },
        IndexColumn(table: "instance", name: "acquisitionDeviceProcessingDescription") {
            $0.acquisitionDeviceProcessingDescription
        },
        IndexColumn(table: "instance", name: "protocolName") { $0.protocolName },
    ]

    private init(_ name: String, filledByCaller: [String], computed: [String] = [], ending: String = "") {
        let indexed = IndexedAttribute.all.flatMap { attribute -> [IndexColumn] in
            guard case .column(let column) = attribute.source else { return [] }
            return attribute.isPersonName ? column.withNameGroups : [column]
        }
        self.name = name
        columns = (indexed + Self.ofEligibility).filter { $0.table == name }
        let filled = computed + columns.map(\.name)
        let all = filledByCaller + filled
        func places(_ names: [String]) -> String { names.map { _ in "?" }.joined(separator: ", ") }
        insertion = "INSERT INTO \(name) (\(all.joined(separator: ", "))) VALUES (\(places(all))) \(ending)"
        update = """
            UPDATE \(name) SET (\(filled.joined(separator: ", "))) = (\(places(filled)))
            WHERE id = ? AND (\(filled.joined(separator: ", "))) IS NOT (\(places(filled)))
            """
    }

    /// The values of the columns from the header, after the computed one if the table has one.
    func values(of header: InstanceHeader) -> StatementArguments {
        StatementArguments(columns.map { $0.value(header) })
    }

    func values(of header: InstanceHeader, _ computed: String?) -> StatementArguments {
        [computed] + values(of: header)
    }

    /// Sets the columns from the header, and returns the number of rows changed: 0 if they already had these values.
    func update(_ row: Int64, to values: StatementArguments, in db: Database) throws -> Int {
        try db.executeCached(update, values + [row] + values)
        return db.changesCount
    }
}
