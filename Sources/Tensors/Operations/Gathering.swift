/// The rows (n, ...) of every rank one after the other: (size * n, ...), this rank's own recorded, the others' constant.
///
/// For a loss that every rank computes whole: each keeps the gradient of its own rows, and the sum over the ranks of what
/// that gives the parameters is the gradient of the one loss.
package func gathered(_ x: Tensor, over group: any ProcessGroup) -> Tensor {
    let rows = x.shape[0]
    let own = group.rank * rows..<(group.rank + 1) * rows
    return group.gather(x).recorded(from: [x]) { dy in x.gradient?.add(dy.rows(own).copy()) }
}
