import Query
import WorkListDatabase

/// Attributes that a search returns whether asked for or not (PS3.18 tables 10.6.3-3 to 10.6.3-5). The UIDs above a match are
/// among them at every level, because clients miss them.
enum SearchAttributes {
    static func always(at level: QueryLevel, below uids: [String: String]) -> Set<IndexedAttribute> {
        var attributes = Set(own(level))
        if level.depth > 1, uids["study"] == nil { attributes.formUnion(own(.study)) }
        if level.depth > 2, uids["series"] == nil { attributes.formUnion(own(.series)) }
        attributes.insert(.studyInstanceUID)
        if level.depth > 1 { attributes.insert(.seriesInstanceUID) }
        return attributes
    }

    /// Everything that is known of a match, for `includefield=all`.
    static func all(at level: QueryLevel) -> Set<IndexedAttribute> {
        Set(IndexedAttribute.all.filter { $0.level.depth <= level.depth })
    }

    private static func own(_ level: QueryLevel) -> [IndexedAttribute] {
        switch level {
        case .patient, .study:
            [
                .studyDate, .studyTime, .accessionNumber, .modalitiesInStudy, .referringPhysicianName,
                .timezoneOffsetFromUTC, .patientName, .patientID, .patientBirthDate, .patientSex, .studyInstanceUID,
                .studyID, .numberOfStudyRelatedSeries, .numberOfStudyRelatedInstances,
            ]
        case .series:
            [
                .modality, .seriesDescription, .seriesInstanceUID, .seriesNumber, .numberOfSeriesRelatedInstances,
                .performedProcedureStepStartDate, .performedProcedureStepStartTime, .scheduledProcedureStepID,
                .requestedProcedureID,
            ]
        case .image:
            [
                .sopClassUID, .sopInstanceUID, .instanceNumber, .numberOfFrames, .rows, .columns, .bitsAllocated,
                .transferSyntaxUID,
            ]
        }
    }
}
