/** Disjoint sets that are joined bit by bit. */
export interface Partition {
  join(one: number, other: number): void
  /** The member that stands for a member's set. */
  find(member: number): number
}

export function createPartition(size: number): Partition {
  const parent = Int32Array.from({ length: size }, (_, member) => member)
  const find = (member: number): number => {
    let root = member
    while (parent[root]! !== root) {
      parent[root] = parent[parent[root]!]!
      root = parent[root]!
    }
    return root
  }
  return {
    find,
    join(one, other) {
      parent[find(one)] = find(other)
    },
  }
}
