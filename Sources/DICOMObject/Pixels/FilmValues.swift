/// The numbers that occur in an image, padding left out, with how many pixels have each.
struct FilmValues {
    struct Value {
        let storedValue: Int
        let number: Double
        let count: Int
    }

    let values: [Value]

    /// The lowest and the highest number; nil if there is none.
    var range: ClosedRange<Double>? {
        guard let first = values.first else { return nil }
        return values.reduce(first.number...first.number) { range, value in
            min(range.lowerBound, value.number)...max(range.upperBound, value.number)
        }
    }

    /// The share of the film that `brightness` shows as grey: neither black nor white on a display of 256 greys.
    ///
    /// Pixels at the film's lowest and highest number are left out, because borders that a collimator or a shutter
    /// leaves have them and say nothing about the anatomy; nil if no others are there.
    func greyShare(_ brightness: (Double) -> Double) -> Double? {
        guard let range else { return nil }
        var (grey, all) = (0, 0)
        for value in values where value.number > range.lowerBound && value.number < range.upperBound {
            all += value.count
            let shown = brightness(value.number) * 255
            if shown >= 0.5 && shown < 254.5 { grey += value.count }
        }
        return all > 0 ? Double(grey) / Double(all) : nil
    }

    /// The same pixels with other numbers; nil if one is not finite.
    func mapped(_ transform: (Double) -> Double) -> FilmValues? {
        let mapped = values.map {
            Value(storedValue: $0.storedValue, number: transform($0.number), count: $0.count)
        }
        return mapped.allSatisfy(\.number.isFinite) ? FilmValues(values: mapped) : nil
    }
}
