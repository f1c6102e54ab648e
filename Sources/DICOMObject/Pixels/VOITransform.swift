import DICOMCore
import Foundation

/// Maps modality values to brightness: the values of interest span black to white (PS3.3 C.11.2).
enum VOITransform {
    /// VOI LUT Function (0028,1056) LINEAR: the width counts values and is at least 1.
    case linear(center: Double, width: Double)
    case linearExact(center: Double, width: Double)
    case sigmoid(center: Double, width: Double)
    case table(LookUpTable)
    /// No table and no window: the occurring values, stretched.
    case range(ClosedRange<Double>)

    init(_ window: VOIWindow) {
        self =
            switch window.function {
            case .linear: .linear(center: window.center, width: window.width)
            case .linearExact: .linearExact(center: window.center, width: window.width)
            case .sigmoid: .sigmoid(center: window.center, width: window.width)
            }
    }

    /// Brightness in 0...1 by the equations of PS3.3 C.11.2.1.2 and C.11.2.1.3.
    func callAsFunction(_ number: Double) -> Double {
        switch self {
        case .linear(let center, let width):
            if number <= center - 0.5 - (width - 1) / 2 { return 0 }
            if number > center - 0.5 + (width - 1) / 2 { return 1 }
            return (number - (center - 0.5)) / (width - 1) + 0.5
        case .linearExact(let center, let width):
            return min(max((number - center) / width + 0.5, 0), 1)
        case .sigmoid(let center, let width):
            return 1 / (1 + exp(-4 * (number - center) / width))
        case .table(let table):
            return table.entry(for: number) / table.maximum
        case .range(let range):
            let width = range.upperBound - range.lowerBound
            return width > 0 ? min(max((number - range.lowerBound) / width, 0), 1) : 0
        }
    }
}
