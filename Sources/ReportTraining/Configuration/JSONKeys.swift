/// The keys of a JSON value.
enum JSONKeys {
    /// The path of every key, such as `optimization.epochs`; elements of a list have the list's path.
    static func paths(in value: Any, below prefix: String = "") -> Set<String> {
        if let list = value as? [Any] {
            return list.reduce(into: []) { $0.formUnion(paths(in: $1, below: prefix)) }
        }
        guard let object = value as? [String: Any] else { return [] }
        return object.reduce(into: []) { found, pair in
            found.insert(prefix + pair.key)
            found.formUnion(paths(in: pair.value, below: prefix + pair.key + "."))
        }
    }
}
