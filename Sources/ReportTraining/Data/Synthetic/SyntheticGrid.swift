/// The places of findings on a square grid of features. As on a frontal film, the patient's right is on the left.
struct SyntheticGrid {
    let size: Int

    var positions: Range<Int> { 0..<size * size }

    /// The positions of a side and a zone; nil stands for all of them. The middle column of an odd grid is on no side.
    func positions(side: AttributeValue?, zone: AttributeValue?) -> [Int] {
        positions.filter { position in
            let (row, column) = (position / size, position % size)
            let isThere =
                switch side {
                case .right: 2 * column + 1 < size
                case .left: 2 * column + 1 > size
                default: true
                }
            return isThere && (zone == nil || FactAttribute.zone.values[row * 3 / size] == zone)
        }
    }

    /// The positions at which a fact can be, and whether it is at all of them or at one.
    func places(of fact: ReportFact) -> (positions: [Int], isEverywhere: Bool) {
        let (side, zone) = (fact.value(of: .side), fact.value(of: .zone))
        switch fact.finding {
        case .chest(.edema), .chest(.emphysema), .chest(.fibrosis): return (Array(positions), true)
        case .chest(.effusion): return (positions(side: side, zone: .lower), false)
        case .chest(.pneumothorax), .device: return (positions(side: side, zone: .upper), false)
        case .chest(.pleuralThickening): return (positions(side: side, zone: .mid), false)
        case .chest(.cardiomegaly): return (positions(side: .left, zone: .lower), false)
        default: return (positions(side: side, zone: zone), false)
        }
    }
}
