/// What an attribute says of the view.
enum ViewStatement: Sendable, Equatable {
    case nothing
    case view(View, word: String)
    /// A frontal and a lateral view: the text describes two films.
    case frontalAndLateral
    /// A value that is in no table.
    case unknown

    /// If a text names a frontal view and another one, the other one decides: "AP axial" is lordotic, "AP decubitus" is
    /// not an AP film.
    init(_ text: FoldedText) {
        let views = ViewWords.views(in: text)
        func first(_ view: View) -> ViewStatement? {
            views.first { $0.view == view }.map { .view(view, word: $0.entry) }
        }
        let frontal = views.filter(\.view.isFrontal)
        if let decubitus = first(.decubitus) {
            self = decubitus
        } else if first(.lateral) != nil, !frontal.isEmpty {
            self = .frontalAndLateral
        } else if let other = first(.lordotic) ?? first(.oblique) ?? first(.lateral) {
            self = other
        } else if let one = frontal.first {
            self = .view(frontal.count == 1 ? one.view : .frontal, word: one.entry)
        } else {
            self = .nothing
        }
    }

    var view: View? {
        if case .view(let view, _) = self { view } else { nil }
    }

    /// The entry of the table that names the view; empty for none.
    var word: String {
        if case .view(_, let word) = self { word } else { "" }
    }
}
