/// The plane of a picture by Patient Orientation (0020,0020): the direction of its rows and of its columns (PS3.3
/// C.7.6.1.1.1), each as letters, the principal direction first.
enum PatientOrientation {
    case frontal
    /// Frontal, with head and feet at the sides of the picture.
    case sideways
    case lateral
    /// Across the axis of the body.
    case axial

    /// Returns nil for a value that does not name two directions of a body.
    init?(_ value: String) {
        let directions = value.uppercased().split(separator: "\\", omittingEmptySubsequences: false)
        guard directions.count == 2, let row = directions[0].first(where: { $0 != " " }),
            let column = directions[1].first(where: { $0 != " " }), let rows = Axis(row), let columns = Axis(column)
        else { return nil }
        switch (rows, columns) {
        case (.side, .length): self = .frontal
        case (.length, .side): self = .sideways
        case (.depth, .length), (.length, .depth): self = .lateral
        case (.side, .depth), (.depth, .side): self = .axial
        default: return nil
        }
    }

    private enum Axis {
        case side, length, depth

        init?(_ letter: Character) {
            switch letter {
            case "L", "R": self = .side
            case "H", "F": self = .length
            case "A", "P": self = .depth
            default: return nil
            }
        }
    }
}
