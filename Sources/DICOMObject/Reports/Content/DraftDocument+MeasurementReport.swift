import DICOMCore

extension DraftDocument {
    /// The content tree of PS3.16 TID 1500 as IHE AI Results uses it: every finding that the model knows, present,
    /// undetermined or absent with its probability, each in its own group (TID 1501).
    func measurementReport(_ source: ReportSource) -> ContentItem {
        var items = languageAndObserver
        items.append(ContentItem(.hasConceptModifier, .procedureReported, .code(.imagingProcedure)))
        items.append(imageLibrary(source))
        let groups = assessments.compactMap { group(of: $0, source) }
        if !groups.isEmpty { items.append(ContentItem(.contains, .imagingMeasurements, .container, groups)) }
        let comments = [DraftDocument.notice] + findings.prefix(groups.isEmpty ? findings.count : 0) + remarks
        items.append(
            ContentItem(
                .contains, .qualitativeEvaluations, .container,
                comments.map { ContentItem(.contains, .comment, .text($0)) }))
        return ContentItem(.contains, .imagingMeasurementReport, .container, items)
    }

    /// TID 1600: the images that the model was shown.
    private func imageLibrary(_ source: ReportSource) -> ContentItem {
        let images = source.images.map { image in
            ContentItem(
                .contains, nil, .image(sopClassUID: image.sopClassUID, sopInstanceUID: image.sopInstanceUID))
        }
        return ContentItem(
            .contains, .imageLibrary, .container, [ContentItem(.contains, .imageLibraryGroup, .container, images)],
            template: "1600")
    }

    /// TID 1501. The finding is the concept and present or absent is its value, in one item, so that a reader who
    /// overlooks an item cannot take an absent finding for a present one.
    private func group(of finding: AssessedFinding, _ source: ReportSource) -> ContentItem? {
        guard let code = FindingCode.concept(of: finding) else { return nil }
        let tracking = UID.derived(from: ["tracking", source.studyUID] + device.identity + [finding.label])
        let algorithm = [  // TID 4019
            ContentItem(.hasConceptModifier, .algorithmName, .text(device.modelName)),
            ContentItem(.hasConceptModifier, .algorithmVersion, .text(device.modelVersion)),
            ContentItem(
                .hasConceptModifier, .algorithmParameters,
                .text("\(finding.rule); the certainty is the model's own, \(finding.calibration)")),
        ]
        let tracked = [
            ContentItem(.hasObservationContext, .trackingIdentifier, .text(finding.name)),
            ContentItem(.hasObservationContext, .trackingUniqueIdentifier, .uid(tracking)),
        ]
        let results = [
            ContentItem(.contains, .certaintyOfFinding, .number(finding.percent, .percent)),
            ContentItem(
                .contains, code, .code(finding.isPresent ? .present : finding.isLikely ? .undetermined : .absent)),
        ]
        return ContentItem(
            .contains, .measurementGroup, .container, tracked + algorithm + results, template: "1501")
    }
}
