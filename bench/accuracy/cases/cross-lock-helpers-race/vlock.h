#pragma once
void vnode_lock();
void vnode_unlock();
/* Called with the lock held. */
void vnode_sync();
