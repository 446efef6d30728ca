/** @file `npm run parts`: no part of the app. */
import '../styles/tokens.css';
import '../styles/base.css';
import { mount } from 'svelte';
import Gallery from './Gallery.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(Gallery, { target });
