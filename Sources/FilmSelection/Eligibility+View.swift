import DICOMCore
import WorkList

extension Eligibility {
    /// Why an image is not frontal. All attributes of the image and its series are checked, and any sign of another view
    /// wins: a lateral film with View Position PA is a lateral film. The description of the study, which may cover
    /// several films, is used only if no attribute of the image or series names a view.
    func reasonAgainstView(of image: ReceivedImage) -> String? {
        var statements: [ViewStatement] = []
        for (attribute, statement) in [viewPosition(of: image), viewCode(of: image)].compactMap(\.self) {
            if statement == .unknown { return "\(attribute), which is not a known view" }
            if let view = statement.view, !view.isFrontal { return "\(attribute), \(view.words) and not a frontal one" }
            statements.append(statement)
        }
        if let reason = reasonAgainstModifiers(of: image) ?? reasonAgainstOrientation(of: image) { return reason }
        if image.patientOrientation.flatMap(PatientOrientation.init) == .frontal {
            statements.append(.view(.frontal, word: ""))
        }
        for text in image.descriptions {
            let statement = ViewStatement(FoldedText(text.value))
            if case .view(let view, let word) = statement, !view.isFrontal {
                return "\(text.attribute) says \"\(word)\", \(view.words) and not a frontal one"
            }
            statements.append(statement)
        }
        if let view = statements.lazy.compactMap(\.view).first { return reasonAgainst(view) }
        return reasonAgainstDescriptions(of: image, areOfTwoFilms: statements.contains(.frontalAndLateral))
    }

    /// Why a frontal view is not among `views`, which may lack AP or PA.
    private func reasonAgainst(_ view: View) -> String? {
        guard let term = view.term, !views.contains(term) else { return nil }
        return "the film is \(view.words), and eligibility.views is \(views.sorted().joined(separator: ", "))"
    }

    private func viewPosition(of image: ReceivedImage) -> (attribute: String, ViewStatement)? {
        guard let value = image.viewPosition else { return nil }
        let text = FoldedText(value)
        var statement = ViewStatement(text)
        let attribute = "View Position (0018,5101) is \(shownTerm(value, word: statement.word))"
        if statement == .nothing, !text.words.isEmpty, !ViewWords.saysNothing(text) { statement = .unknown }
        if case .view(let view, _) = statement, !view.isFrontal { return (attribute, statement) }
        let isListed = views.contains { !["AP", "PA"].contains($0) && FoldedText($0) == text }
        if isListed { return (attribute, .view(.frontal, word: "")) }
        // A film has one view, so a value that names two is read as the lateral one.
        if statement == .frontalAndLateral { return (attribute, .view(.lateral, word: "")) }
        return (attribute, statement)
    }

    private func viewCode(of image: ReceivedImage) -> (attribute: String, ViewStatement)? {
        guard let code = image.viewCode else { return nil }
        var statement =
            ViewCodes.view(of: code).map { ViewStatement.view($0, word: "") } ?? ViewStatement(FoldedText(code.meaning))
        // Other SNOMED codes for views are views of the head, hands and feet.
        if statement == .nothing, SNOMED.isNamed(by: code.scheme), !code.value.isEmpty { statement = .unknown }
        return ("View Code Sequence (0054,0220) is \(shownCode(code))", statement)
    }

    /// A modifier never makes a view frontal, and most have nothing to do with the chest: only another view counts.
    private func reasonAgainstModifiers(of image: ReceivedImage) -> String? {
        for code in image.viewModifiers {
            let view = ViewCodes.view(ofModifier: code) ?? ViewStatement(FoldedText(code.meaning)).view
            guard let view, !view.isFrontal else { continue }
            return "View Modifier Code Sequence (0054,0222) is \(shownCode(code)), \(view.words) and not a frontal one"
        }
        return nil
    }

    private func reasonAgainstOrientation(of image: ReceivedImage) -> String? {
        guard let value = image.patientOrientation else { return nil }
        let attribute = "Patient Orientation (0020,0020) is \(shownTerm(value))"
        return switch PatientOrientation(value) {
        case .lateral: "\(attribute), \(View.lateral.words) and not a frontal one"
        case .axial: "\(attribute), \(View.lordotic.words) and not a frontal one"
        case .sideways: "\(attribute): the picture lies on its side"
        case .frontal, nil: nil
        }
    }

    private func reasonAgainstDescriptions(of image: ReceivedImage, areOfTwoFilms: Bool) -> String? {
        let ambiguous = "names a frontal and a lateral view, and nothing says which of them this film is"
        if areOfTwoFilms { return "the description of the series \(ambiguous)" }
        let attribute = "Study Description (0008,1030)"
        switch image.studyDescription.map({ ViewStatement(FoldedText($0)) }) {
        case .view(let view, let word) where !view.isFrontal:
            return "\(attribute) says \"\(word)\", \(view.words) and not a frontal one"
        case .view(let view, _): return reasonAgainst(view)
        case .frontalAndLateral: return "\(attribute) \(ambiguous)"
        case .nothing, .unknown, nil: return nil
        }
    }
}
