import type { Instant } from '../../beijing-time.ts';

/** Something that readers can see on a platform, as its lists tell it. */
export interface Post {
  /** What the platform calls it; of the website the item's id. */
  id: string;
  url: string;
  /** Its title, or the beginning of its text. */
  title: string;
  at: Instant | null;
  /** The beginning of the release's key, where the post carries one of ours. */
  mark: string | null;
}

/** The newest posts of an account. */
export interface Listing {
  posts: Post[];
  /** Titles of what lies there and isn't out, with the mark of ours where there is one. */
  drafts: Pick<Post, 'title' | 'mark'>[];
  /** What no list of the platform shows, as a sentence; empty if everything of late is in `posts`. */
  unseen: string;
}
