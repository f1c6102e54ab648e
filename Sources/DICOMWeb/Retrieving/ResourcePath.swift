import Auditing
import Query
import WebServing
import WorkListDatabase

/// The study, series or instance that a path names.
struct ResourcePath: Sendable {
    let study: String
    let series: String?
    let instance: String?

    init(_ texts: [String: String]) {
        (study, series, instance) = (texts["study"] ?? "", texts["series"], texts["instance"])
    }

    /// Limit on the instances of one answer.
    static let limit = IndexQuery.retrievalLimit

    /// The stored instances, in order of arrival; at least one.
    func instances(in workList: WorkListStore) throws -> [StoredInstance] {
        var conditions = [IndexCondition.isOneOf(.studyInstanceUID, [study])]
        if let series { conditions.append(.isOneOf(.seriesInstanceUID, [series])) }
        if let instance { conditions.append(.isOneOf(.sopInstanceUID, [instance])) }
        let found = try workList.instances(conditions, limit: ResourcePath.limit + 1)
        guard !found.isEmpty else {
            throw WebError.notStored(instance != nil ? "the instance" : series != nil ? "the series" : "the study")
        }
        guard found.count <= ResourcePath.limit else { throw QueryError.tooMany(limit: ResourcePath.limit) }
        return found
    }

    /// The retrieval as the audit trail records it.
    func retrieval(of instances: [StoredInstance]) -> AuditOccurrence.Retrieval {
        .init(
            studyInstanceUID: study,
            instances: Dictionary(grouping: instances, by: \.sopClassUID).mapValues(\.count), destination: nil)
    }
}

extension StoredInstance {
    /// Where DICOMweb has it.
    func uri(_ base: String) -> String {
        "\(base)/studies/\(studyInstanceUID)/series/\(seriesInstanceUID)/instances/\(sopInstanceUID)"
    }
}
