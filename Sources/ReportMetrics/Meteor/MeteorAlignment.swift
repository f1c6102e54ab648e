/// The best set of matches that uses no word twice: most words, then fewest chunks, then shortest distance, found by
/// beam search along the reference.
struct MeteorAlignment {
    static let beam = 40

    /// The chosen matches, by position in the reference.
    let matches: [MeteorMatch]
    /// Runs of matches that are adjacent and in the same order in both texts.
    let chunks: Int

    /// `found` holds the matches by the reference word they start at.
    init(_ found: [[MeteorMatch]], candidateLength: Int) {
        let certain = Self.certain(found, candidateLength: candidateLength)
        var nodes: [Node] = []
        var paths = [Path()]
        for (position, matches) in found.enumerated() {
            if matches.isEmpty {
                for index in paths.indices where paths[index].referenceEnd <= position { paths[index].closeChunk() }
                continue
            }
            if certain[position] {
                for index in paths.indices {
                    paths[index].add(matches[0], to: &nodes)
                    paths[index].distance += Self.distance(matches[0])
                }
                continue
            }
            var next: [Path] = []
            next.reserveCapacity(paths.count * (matches.count + 1))
            for var path in paths {
                if path.referenceEnd <= position {
                    for match in matches where path.taken.isDisjoint(with: match.candidate) {
                        var child = path
                        child.add(match, to: &nodes)
                        // As in METEOR, the distance is added to the parent path, so that later children inherit it.
                        path.distance += Self.distance(match)
                        next.append(child)
                    }
                }
                if path.referenceEnd <= position { path.closeChunk() }
                next.append(path)
            }
            // Sorted only when larger than the beam: ties at the end are decided by insertion order.
            paths = next.count > Self.beam ? Self.best(next) : next
        }
        for index in paths.indices { paths[index].closeChunk() }
        let path = Self.best(paths)[0]
        var chosen: [MeteorMatch] = []
        var last = path.last
        while last >= 0 {
            chosen.append(nodes[last].match)
            last = nodes[last].previous
        }
        matches = chosen.reversed()
        chunks = path.chunks
    }

    /// Marks the reference words that start a match without competitors.
    private static func certain(_ found: [[MeteorMatch]], candidateLength: Int) -> [Bool] {
        var inReference = [Int](repeating: 0, count: found.count)
        var inCandidate = [Int](repeating: 0, count: candidateLength)
        for match in found.joined() {
            for index in match.reference { inReference[index] += 1 }
            for index in match.candidate { inCandidate[index] += 1 }
        }
        return found.map { matches in
            guard matches.count == 1 else { return false }
            return matches[0].reference.allSatisfy { inReference[$0] == 1 }
                && matches[0].candidate.allSatisfy { inCandidate[$0] == 1 }
        }
    }

    private static func distance(_ match: MeteorMatch) -> Int {
        abs(match.reference.lowerBound - match.candidate.lowerBound)
    }

    private static func best(_ paths: [Path]) -> [Path] {
        // `sorted` is stable.
        Array(paths.sorted { $0.isBetter(than: $1) }.prefix(beam))
    }

    private struct Node {
        let match: MeteorMatch
        let previous: Int
    }

    private struct Path {
        var taken = WordSet()
        var rank = 0
        var chunks = 0
        var distance = 0
        var referenceEnd = 0
        var candidateEnd = -1
        var last = -1

        mutating func add(_ match: MeteorMatch, to nodes: inout [Node]) {
            taken.insert(match.candidate)
            rank += match.module.rank(ofLength: match.reference.count)
            rank += match.module.rank(ofLength: match.candidate.count)
            let continues = match.reference.lowerBound == referenceEnd && match.candidate.lowerBound == candidateEnd
            if !continues { closeChunk() }
            referenceEnd = match.reference.upperBound
            candidateEnd = match.candidate.upperBound
            nodes.append(Node(match: match, previous: last))
            last = nodes.count - 1
        }

        /// Counts a run when it ends, so that paths in the middle of a run are not penalised.
        mutating func closeChunk() {
            if candidateEnd >= 0 { chunks += 1 }
            candidateEnd = -1
        }

        func isBetter(than other: Path) -> Bool {
            if rank != other.rank { return rank > other.rank }
            if chunks != other.chunks { return chunks < other.chunks }
            return distance < other.distance
        }
    }
}
