/// The sequences of a data set whose contents a walk gives.
package enum Following: ExpressibleByArrayLiteral {
    case these(Set<Tag>)
    case every

    package init(arrayLiteral tags: Tag...) { self = .these(Set(tags)) }

    func contains(_ element: ElementHeader) -> Bool {
        switch self {
        case .these(let tags): tags.contains(element.tag)
        case .every: !element.holdsFragments
        }
    }
}

extension ElementHeader {
    /// Whether an element of undefined length holds fragments of pixels (PS3.5 A.4) rather than the items of a sequence.
    var holdsFragments: Bool {
        length == nil && ([.otherByte, .otherWord].contains(vr) || (vr == nil && tag == .pixelData))
    }
}
