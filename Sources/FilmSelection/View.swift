/// The view of a radiograph, as far as it decides whether the model reads it.
enum View: Sendable, Equatable, CaseIterable {
    case posteroanterior, anteroposterior
    /// Frontal; AP or PA is not stated.
    case frontal
    case lateral
    /// With the patient lying on a side.
    case decubitus
    /// With the beam tilted against the axis of the body.
    case lordotic
    case oblique

    var isFrontal: Bool { self == .frontal || term != nil }

    /// The value of View Position (0018,5101) by which the configuration names the view.
    var term: String? {
        switch self {
        case .posteroanterior: "PA"
        case .anteroposterior: "AP"
        default: nil
        }
    }

    var words: String {
        switch self {
        case .posteroanterior: "a PA view"
        case .anteroposterior: "an AP view"
        case .frontal: "a frontal view"
        case .lateral: "a lateral view"
        case .decubitus: "a decubitus view"
        case .lordotic: "a lordotic or axial view"
        case .oblique: "an oblique view"
        }
    }
}
