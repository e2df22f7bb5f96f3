import { Toast } from '@base-ui/react/toast';

export const toasts = Toast.createToastManager();

/** Resolves once there is a place where toasts are shown: what is said before is said then, and not lost. */
export const { promise: placed, resolve: setPlaced } = Promise.withResolvers<void>();
