import WorkListDatabase

extension QueryLevel {
    /// SQL: the table of the level joined with those above it, beginning with the study if its index finds what is meant, or if the
    /// rows come in its order. SQLite has no statistics and would begin with all series of a modality, or sort all objects.
    ///
    /// - Parameter isInOrderOfStudies: whether a page of rows is meant, in the order of the index of studies by date.
    func tables(for conditions: [IndexCondition], isInOrderOfStudies: Bool = false) -> String {
        let beginsWithStudy = isInOrderOfStudies || conditions.contains(where: \.isIndexed)
        guard depth > 1, beginsWithStudy, !conditions.contains(where: \.namesPartOfStudy) else { return tables }
        let series = "study CROSS JOIN series ON series.studyRow = study.id"
        // Without the name of the index, SQLite would make one of its own from the whole table.
        return self == .series
            ? series : "\(series) CROSS JOIN instance INDEXED BY instanceBySeries ON instance.seriesRow = series.id"
    }
}

extension IndexCondition {
    /// Whether an index finds few series or instances that satisfy it, whatever their study is.
    var namesPartOfStudy: Bool { isIndexed && attribute.level.depth > 1 }
}
